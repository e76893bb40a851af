using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mnist;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the questions on MNIST share: data, members, and what is measured of a model.</summary>
internal sealed class MnistLab(Workbench bench, MnistData data, DigitTask task)
{
    /// <summary>Support vectors of a member where a question does not vary them.</summary>
    internal const int Size = 100;

    private readonly Lazy<double> _ruleGamma = new(() => new AsWritten(bench.Batch).Gamma(task.Train));

    internal MnistData Data { get; } = data;

    internal DigitTask Task { get; } = task;

    internal MnistProbe Probe { get; } = new(task, bench.Settings.Quick, bench.Batch);

    internal BatchOptions Batch => bench.Batch;

    /// <summary>γ by eq 3.1 on the digit's training rows; chosen when first asked for.</summary>
    internal double RuleGamma => _ruleGamma.Value;

    /// <summary>Training rows of one member: half of the digit's.</summary>
    internal int HalfCount => Task.Train.GetLength(0) / 2;

    /// <summary>As many seeds as were asked for; one where a minute must do.</summary>
    internal int Seeds(int usual) => bench.Settings.SeedsOr(usual, 1);

    /// <summary>C1 and C2 by the author's settings.</summary>
    internal MemberPair Members(float[,] train, int size, int seed) =>
        new AuthorsSettings().Draw(train, MemberProtocol.AuthorsGamma, [size], seed, Batch)[0];

    internal SupportVectorModel[] Densities(int members, int size, double gamma, int seed) => MemberRecipes.Densities(Task.Train, members, size, gamma, seed);

    /// <summary>A one-class SVM on some training rows, cut to <see cref="Size"/> support vectors.</summary>
    internal SupportVectorModel Svm(int[] rows, double gamma, int seed, int place) => MemberRecipes.Svm(MemberRows.Take(Task.Train, rows), gamma, Size, seed, place, Batch);

    internal LocalTimesEnsemble Times(SupportVectorModel first, SupportVectorModel second) => SixClassifiers.Product(first, second, Batch);
}
