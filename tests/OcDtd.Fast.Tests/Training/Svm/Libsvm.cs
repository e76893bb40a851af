using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OcDtd.Fast.Tests.Training.Svm;

/// <summary>libsvm 3.24 or later, where it is installed (Debian's libsvm3).</summary>
internal static unsafe partial class Libsvm
{
    private const string Library = "libsvm.so.3";
    private const int OneClass = 2;
    private const int Gaussian = 2;

    internal static bool IsPresent { get; } = NativeLibrary.TryLoad(Library, out _);

    /// <summary>Coefficients normalised to sum 1, one a row, and ρ in the same normalisation.</summary>
    internal static (double[] Coefficients, double Rho) Train(double[,] rows, double gamma, double nu, double tolerance)
    {
        SetPrint(&Ignore);
        int n = rows.GetLength(0), d = rows.GetLength(1);
        Node* nodes = (Node*)NativeMemory.Alloc((nuint)(n * (d + 1)), (nuint)sizeof(Node));
        Node** starts = (Node**)NativeMemory.Alloc((nuint)n, (nuint)sizeof(Node*));
        double* labels = (double*)NativeMemory.AllocZeroed((nuint)n, sizeof(double));
        for (int i = 0; i < n; i++)
        {
            starts[i] = nodes + i * (d + 1);
            for (int j = 0; j < d; j++)
                starts[i][j] = new Node { Index = j + 1, Value = rows[i, j] };
            starts[i][d] = new Node { Index = -1 };
        }

        var problem = new Problem { Count = n, Labels = labels, Rows = starts };
        var parameter = new Parameter
        {
            SvmType = OneClass,
            KernelType = Gaussian,
            Gamma = gamma,
            CacheSize = 1000,
            Tolerance = tolerance,
            Nu = nu,
            Shrinking = 1,
        };
        Model* model = SvmTrain(&problem, &parameter);
        double[] coefficients = new double[n];
        for (int s = 0; s < model->SupportVectorCount; s++)
            coefficients[model->Indices[s] - 1] = model->Coefficients[0][s] / (nu * n);
        double rho = model->Rho[0] / (nu * n);
        FreeModel(&model);
        NativeMemory.Free(nodes);
        NativeMemory.Free(starts);
        NativeMemory.Free(labels);
        return (coefficients, rho);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(byte* text)
    {
    }

    [LibraryImport(Library, EntryPoint = "svm_train")]
    private static partial Model* SvmTrain(Problem* problem, Parameter* parameter);

    [LibraryImport(Library, EntryPoint = "svm_free_and_destroy_model")]
    private static partial void FreeModel(Model** model);

    [LibraryImport(Library, EntryPoint = "svm_set_print_string_function")]
    private static partial void SetPrint(delegate* unmanaged[Cdecl]<byte*, void> print);

    private struct Node
    {
        internal int Index;
        internal double Value;
    }

    private struct Problem
    {
        internal int Count;
        internal double* Labels;
        internal Node** Rows;
    }

    // The fields below are in libsvm's order; those that nobody here reads have to be there all the same.
#pragma warning disable CS0649, CS0169, IDE0051, IDE0044
    private struct Parameter
    {
        internal int SvmType;
        internal int KernelType;
        internal int Degree;
        internal double Gamma;
        internal double Coefficient0;
        internal double CacheSize;
        internal double Tolerance;
        internal double C;
        internal int WeightCount;
        internal int* WeightLabels;
        internal double* Weights;
        internal double Nu;
        internal double P;
        internal int Shrinking;
        internal int Probability;
    }

    private struct Model
    {
        internal Parameter Parameter;
        internal int ClassCount;
        internal int SupportVectorCount;
        internal Node** SupportVectors;
        internal double** Coefficients;
        internal double* Rho;
        internal double* ProbabilityA;
        internal double* ProbabilityB;
        internal int* Indices;
    }
#pragma warning restore
}
