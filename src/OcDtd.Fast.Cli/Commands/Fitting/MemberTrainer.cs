using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.CommandLine;

namespace OcDtd.Fast.Cli.Commands.Fitting;

/// <summary>Trains members and notes how that went.</summary>
internal sealed class MemberTrainer(TrainingData data, int seed, TrainingFacts facts, RunContext context)
{
    private const int BarSteps = 1000;

    /// <summary>Trains a member on <paramref name="rows"/>, all of them where that is null.</summary>
    /// <param name="settings">What it is to be.</param>
    /// <param name="gamma">Its kernel width.</param>
    /// <param name="rows">Row numbers.</param>
    /// <param name="prefix">Facts about it start so.</param>
    internal TrainedMember Train(MemberSettings settings, double gamma, int[]? rows, string prefix)
    {
        float[,]? taken = rows is null ? null : MemberRows.Take(data.Rows, rows);
        return settings.Estimator == MemberOptions.OneClassSvm
            ? TrainSvm(settings, gamma, taken, prefix)
            : new TrainedMember(Cut(EngineErrors.Translate(data.Source, () => KernelDensity.Fit(Rows(taken), gamma)), settings, tolerance: 0), null);
    }

    private ReadOnlySpan2D<float> Rows(float[,]? taken) => taken is null ? data.Rows : taken;

    private TrainedMember TrainSvm(MemberSettings settings, double gamma, float[,]? taken, string prefix)
    {
        OneClassSvmFit? trained = null;
        context.WithProgress($"Training {prefix.TrimEnd('.')}".TrimEnd(), BarSteps, options => trained = EngineErrors.Translate(
            data.Source,
            () => OneClassSvm.Fit(
                Rows(taken),
                gamma,
                o => o with
                {
                    Nu = settings.Nu,
                    Tolerance = settings.Tolerance,
                    MemoryLimit = settings.MemoryLimit,
                    Seed = seed,
                    MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
                    Progress = options.Progress is { } bar ? new Bar(bar) : null,
                },
                context.Cancellation)));
        OneClassSvmFit fit = trained!;
        Note(fit, settings, prefix);
        SupportVectorModel kept = Cut(fit.Model, settings, settings.Tolerance);

        // Whatever was cut away took the boundary with it.
        return new TrainedMember(kept, ReferenceEquals(kept, fit.Model) ? Math.Max(0, (float)fit.Threshold) : null);
    }

    private void Note(OneClassSvmFit fit, MemberSettings settings, string prefix)
    {
        facts.Add(prefix + "svm.nu", settings.Nu);
        facts.Add(prefix + "svm.tolerance", settings.Tolerance);
        facts.Add(prefix + "svm.rho", fit.Rho);
        facts.Add(prefix + "svm.objective", fit.Objective);
        facts.Add(prefix + "svm.optimality_gap", fit.OptimalityGap);
        facts.Add(prefix + "svm.violation", fit.Violation);
        facts.Add(prefix + "svm.converged", fit.Converged ? "yes" : "no");
        facts.Add(prefix + "svm.iterations", fit.Iterations);
        facts.Add(prefix + "svm.kernel_evaluations", fit.KernelEvaluations);
        facts.Add(prefix + "svm.kernel_matrix", fit.Storage.ToString().ToLowerInvariant());
        if (!fit.Converged)
        {
            context.Warn(
                $"training did not reach tolerance {settings.Tolerance:g2}: violation {fit.Violation:g2}, "
                + $"duality gap {fit.OptimalityGap / fit.Objective:g2} of the objective.");
        }
    }

    private SupportVectorModel Cut(SupportVectorModel model, MemberSettings settings, double tolerance) => settings.TopSupportVectors is { } top
        ? TopSupportVectors.Keep(model, top, tolerance, seed)
        : model;

    /// <summary>Kernel values fill the first half of a bar, solving the second.</summary>
    private sealed class Bar(IProgress<int> bar) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) =>
            bar.Report((int)(BarSteps / 2 * (value.Fraction + (value.Stage == TrainingStage.Solving ? 1 : 0))));
    }
}

/// <summary>A member, and the outlierness of its boundary where it has one.</summary>
internal readonly record struct TrainedMember(SupportVectorModel Model, float? Threshold);
