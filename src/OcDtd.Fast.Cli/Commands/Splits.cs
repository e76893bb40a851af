namespace OcDtd.Fast.Cli.Commands;

/// <summary>How rows are shared out to members, as options and files name it.</summary>
internal static class Splits
{
    internal static readonly string[] Names = ["halves", "bootstrap", "all"];

    internal static MemberSplit Parse(string name) => (MemberSplit)Array.IndexOf(Names, name);

    internal static string Name(MemberSplit split) => Names[(int)split];
}
