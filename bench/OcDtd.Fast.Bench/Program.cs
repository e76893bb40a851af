namespace OcDtd.Fast.Bench; internal static class Program { internal static void Main() { } }
