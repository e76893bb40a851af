using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OcDtd.Fast;
using OcDtd.Fast.Evaluation;
using OcDtd.Fast.Onnx;

// Prints the engine's width on standard error and, on standard output, a digest of the bits that every kind of model gives. The second
// must not depend on how the program was compiled or on the processor.
Console.Error.WriteLine($"width {EngineInfo.VectorWidth}");

var random = new Random(42);
SupportVectorModel first = KernelDensity.Fit(Rows(61, 70), 0.02), second = KernelDensity.Fit(Rows(47, 70), 0.05);
float[,] rows = Rows(33, 70);
Print("single", first);
Print("bagging", new BaggingEnsemble(first, second));
Print("global-times", new GlobalTimesEnsemble(first, second));
Print("local-times", new LocalTimesEnsemble(first, second, 5, 4));
foreach (GammaRule rule in Enum.GetValues<GammaRule>())
    Console.WriteLine($"gamma {GammaRules.Name(rule)} {BitConverter.DoubleToInt64Bits(GammaSelection.Choose(rule, rows).Gamma):x16}");

foreach ((long memory, double gamma, double tolerance) in new[] { (1L << 30, 0.02, 1e-3), (1L << 16, 2, 1e-3), (1L << 16, 0.002, 1e-3), (1L << 30, 0.02, 1e-8) })
{
    OneClassSvmFit fit = OneClassSvm.Fit(Rows(300, 9), gamma, o => o with { Nu = 0.2, MemoryLimit = memory, Tolerance = tolerance });
    string bits = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(fit.TrainingCoefficients)))[..16];
    Console.WriteLine($"ocsvm {fit.Storage} {bits} {BitConverter.DoubleToInt64Bits(fit.Rho):x16} {fit.Iterations}");
}

using var file = new MemoryStream();
OnnxModel.Save(new LocalTimesEnsemble(first, second, 5, 4), file);
Print("loaded", OnnxModel.Load(file.ToArray(), "memory").Model);

float[,] Rows(int count, int features)
{
    float[,] values = new float[count, features];
    foreach (ref float value in MemoryMarshal.CreateSpan(ref values[0, 0], values.Length))
        value = random.NextSingle() * 4 - 2;
    return values;
}

void Print(string name, OneClassModel model)
{
    float[] scores = new float[rows.GetLength(0)];
    float[,] relevance = new float[scores.Length, model.FeatureCount], curves = new float[scores.Length, model.FeatureCount + 1];
    model.Explain(rows, relevance, scores);
    PixelFlipping.Curves(model, rows, relevance, curves);
    Console.WriteLine($"{name} {Digest(scores)} {Digest(Flat(relevance))} {Digest(Flat(curves))}");
}

static ReadOnlySpan<float> Flat(float[,] matrix) => MemoryMarshal.CreateReadOnlySpan(ref matrix[0, 0], matrix.Length);

static string Digest(ReadOnlySpan<float> values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)))[..16];
