using CommunityToolkit.HighPerformance;
using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Cli.Reproduction.Mnist;
using OcDtd.Fast.Cli.Reproduction.Protocols;
using OcDtd.Fast.Data;

namespace OcDtd.Fast.Cli.Reproduction.Beyond;

/// <summary>What the thesis asked on MNIST and could not afford.</summary>
internal sealed class MnistBeyond(Workbench bench, MnistData data, DigitTask task)
{
    private const int Size = 100;
    private const double AuthorsGamma = MemberProtocol.AuthorsGamma;

    private readonly MnistProbe _probe = new(task, bench.Batch);
    private readonly Lazy<double> _rulesGamma = new(() => new AsWritten(bench.Batch).Gamma(task.Train));

    private int Seeds(int usual) => bench.Settings.SeedsOr(usual, 1);

    /// <summary>In the order of the report.</summary>
    internal IEnumerable<Study> Studies() =>
    [
        new SweepStudy(TenDigits()),
        new SweepStudy(Neighbors("neighbors", Size, [1, 2, 5, 10, 20, 50, 100], Seeds(10))),
        new SweepStudy(Neighbors("neighbors-1000", 1000, [1, 10, 100, 300, 1000], Seeds(2))),
        new SweepStudy(Kinds()),
        new SweepStudy(MoreMembers()),
        new SweepStudy(LargeGlobalTimes()),
        new SweepStudy(DeletionOrders()),
        new SweepStudy(Rules()),
        new SweepStudy(Widths()),
    ];

    private MemberPair Members(float[,] train, int size, int seed) => new AuthorsSettings().Draw(train, AuthorsGamma, [size], seed, bench.Batch)[0];

    private SupportVectorModel[] Densities(int members, int size, double gamma, int seed)
    {
        int[] order = [.. Enumerable.Range(0, task.Train.GetLength(0))];
        new Random(seed).Shuffle(order);
        return [.. Enumerable.Range(0, members).Select(member => KernelDensity.Fit(MemberRows.Take(task.Train, order.AsSpan(member * size, size)), gamma))];
    }

    private LocalTimesEnsemble Times(SupportVectorModel first, SupportVectorModel second) => new(
        first,
        second,
        Commands.ModelMaker.Share(SixClassifiers.NeighborFraction, second),
        Commands.ModelMaker.Share(SixClassifiers.NeighborFraction, first),
        options: bench.Batch);

    private Sweep TenDigits() => new()
    {
        Title = "Every digit as the normal one",
        Name = "ten-digits",
        Question = $"Table 3.1 at m = {Size} with author's settings, each digit in turn against the other nine. The author chose γ and ν for digit 2; they are kept.",
        SettingHeading = "Normal digit",
        Settings = [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")],
        Parts = [new("", "ROC AUC.", SixClassifiers.Names)],
        Seeds = Seeds(20),
        Fixed = $"m={Size}",
        Weight = _ => 0.5,
        Run = (digit, seed) =>
        {
            var one = new DigitTask(data, digit);
            MemberPair pair = Members(one.Train, Size, seed);
            return one.RocAucs(SixClassifiers.Make(pair.First, pair.Second, SixClassifiers.NeighborFraction, bench.Batch), bench.Batch);
        },
        Answer = found =>
            $"C1+C2 is ahead of C1×C2 for {found.Count(digit => found.Mean(digit, "C1+C2") > found.Mean(digit, "C1×C2"))} of 10 digits and ahead of both members for "
            + $"{found.Count(digit => found.Mean(digit, "C1+C2") > Math.Max(found.Mean(digit, "C1"), found.Mean(digit, "C2")))}. Easiest is {found.Best("C1+C2")}, hardest {found.Least("C1+C2")}.",
    };

    private Sweep Neighbors(string name, int size, int[] counts, int seeds) => new()
    {
        Title = $"How many neighbours, m = {size}",
        Name = name,
        Question =
            $"Local Times of two members of {size} support vectors with k = l from 1 to all of them, which is global Times. At author's settings, and (wide) with densities of {size} rows at the γ of eq 3.1. "
            + "The area is that under the pixel-flipping curves of outliers, where less is better; times are a row's share of a batch on all cores.",
        SettingHeading = "k = l",
        Settings = [.. counts.Select(count => $"{count}")],
        Parts =
        [
            new("accuracy", "ROC AUC, and area under pixel flipping.", ["ROC AUC", "area", "ROC AUC, wide", "area, wide"], 4),
            new("time", "Microseconds a row.", ["score", "explain", "score, wide", "explain, wide"], 1),
        ],
        Seeds = seeds,
        Fixed = $"m={size} {_probe.Fixed}",
        Weight = _ => size <= 100 ? 1 : 12,
        Run = (setting, seed) =>
        {
            MemberPair pair = Members(task.Train, size, seed);
            SupportVectorModel[] wide = Densities(2, size, _rulesGamma.Value, seed);
            var narrow = new LocalTimesEnsemble(pair.First, pair.Second, counts[setting], bench.Batch);
            var broad = new LocalTimesEnsemble(wide[0], wide[1], counts[setting], bench.Batch);
            return
            [
                _probe.RocAuc(narrow), _probe.Area(narrow), _probe.RocAuc(broad), _probe.Area(broad),
                _probe.ScoreMicroseconds(narrow), _probe.ExplainMicroseconds(narrow), _probe.ScoreMicroseconds(broad), _probe.ExplainMicroseconds(broad),
            ];
        },
        Answer = found =>
            $"From k = {found.Settings[0]} to k = {found.Settings[^1]} the ROC AUC goes from {found.Mean(0, "ROC AUC"):0.0000} to {found.Mean(counts.Length - 1, "ROC AUC"):0.0000} "
            + $"(wide: {found.Mean(0, "ROC AUC, wide"):0.0000} to {found.Mean(counts.Length - 1, "ROC AUC, wide"):0.0000}); it is largest at k = {found.Best("ROC AUC")} (wide: {found.Best("ROC AUC, wide")}).",
    };

    private Sweep Kinds()
    {
        (string Name, Func<double> First, Func<double> Second, bool Svm)[] kinds =
        [
            ("SVM + SVM, γ", () => AuthorsGamma, () => AuthorsGamma, true),
            ("SVM + KDE, γ", () => AuthorsGamma, () => AuthorsGamma, false),
            ("SVM γ + KDE γ/4", () => AuthorsGamma, () => AuthorsGamma / 4, false),
            ("SVM γ/4 + KDE γ", () => AuthorsGamma / 4, () => AuthorsGamma, false),
            ("SVM γ + KDE of eq 3.1", () => AuthorsGamma, () => _rulesGamma.Value, false),
            ("SVM and KDE of eq 3.1", () => _rulesGamma.Value, () => _rulesGamma.Value, false),
        ];
        return new Sweep
        {
            Title = "Members of different kind and width",
            Name = "kinds",
            Question =
                $"A one-class SVM (ν = 0.1, where it differs from a density) on one half, cut to {Size} support vectors, with a density of {Size} rows of the other half; of one width or of two. γ is the author's; eq 3.1 gives about a tenth of it.",
            SettingHeading = "Members",
            Settings = [.. kinds.Select(kind => kind.Name)],
            Parts = [new("", "ROC AUC, and area under pixel flipping of outliers.", ["C1", "C2", "C1+C2", "C1×C2", "area of C1+C2", "area of C1×C2"], 4)],
            Seeds = Seeds(20),
            Fixed = $"m={Size} nu=0.1 {_probe.Fixed}",
            Weight = _ => 1.2,
            Run = (setting, seed) =>
            {
                int[][] halves = MemberRows.Draw(MemberSplit.Halves, task.Train.GetLength(0), 2, seed);
                SupportVectorModel first = Svm(halves[0], kinds[setting].First(), 2 * seed);
                SupportVectorModel second = kinds[setting].Svm
                    ? Svm(halves[1], kinds[setting].Second(), 2 * seed + 1)
                    : KernelDensity.Fit(MemberRows.Take(task.Train, Drawn(halves[1], seed)), kinds[setting].Second());
                OneClassModel bagging = new BaggingEnsemble(first, second), times = Times(first, second);
                return [_probe.RocAuc(first), _probe.RocAuc(second), _probe.RocAuc(bagging), _probe.RocAuc(times), _probe.Area(bagging), _probe.Area(times)];
            },
            Answer = found => $"Most accurate: {found.Best("C1+C2")} with C1+C2 ({Largest(found, "C1+C2"):0.0000}), {found.Best("C1×C2")} with C1×C2 ({Largest(found, "C1×C2"):0.0000}).",
        };
    }

    private static double Largest(SweepFindings found, string column) => found.Mean(found.Best(column), column);

    private SupportVectorModel Svm(int[] rows, double gamma, int seed) => TopSupportVectors.Keep(
        OneClassSvm.Fit(
            MemberRows.Take(task.Train, rows),
            gamma,
            o => o with { Seed = seed, MaxDegreeOfParallelism = bench.Batch.MaxDegreeOfParallelism },
            bench.Batch.CancellationToken).Model,
        Size, 1e-3, seed);

    private static int[] Drawn(int[] rows, int seed)
    {
        int[] shuffled = [.. rows];
        new Random(seed).Shuffle(shuffled);
        return shuffled[..Size];
    }

    private Sweep MoreMembers()
    {
        int[] members = [1, 2, 4, 8, 16, 32];
        return new Sweep
        {
            Title = "More than two members",
            Name = "members",
            Question =
                $"Bagging of M densities, each of {Size} other rows, beside one density of all those M·{Size} rows, at the author's γ and (wide) at that of eq 3.1.",
            SettingHeading = "M",
            Settings = [.. members.Select(count => $"{count}")],
            Parts =
            [
                new("accuracy", "ROC AUC.", ["bagging", "one density", "bagging, wide", "one density, wide"], 4),
                new("area", "Area under pixel flipping of outliers: less is better.", ["area of bagging", "area of one density", "area of bagging, wide", "area of one density, wide"], 4),
            ],
            Seeds = Seeds(10),
            Fixed = $"m={Size} {_probe.Fixed}",
            Weight = setting => 0.3 + 0.15 * members[setting],
            Run = (setting, seed) =>
            {
                OneClassModel[] models = [.. new[] { AuthorsGamma, _rulesGamma.Value }.SelectMany(gamma => (OneClassModel[])
                    [new BaggingEnsemble(Densities(members[setting], Size, gamma, seed)), Densities(1, members[setting] * Size, gamma, seed)[0]])];
                return [.. models.Select(_probe.RocAuc), .. models.Select(model => _probe.Area(model))];
            },
            Answer = found =>
                $"{members[^1]} members: {found.Mean(members.Length - 1, "bagging"):0.0000} against {found.Mean(members.Length - 1, "one density"):0.0000} for one density of the same rows "
                + $"(wide: {found.Mean(members.Length - 1, "bagging, wide"):0.0000} and {found.Mean(members.Length - 1, "one density, wide"):0.0000}).",
        };
    }

    private Sweep LargeGlobalTimes()
    {
        int[] sizes = [100, 300, 1000, task.Train.GetLength(0) / 2];
        return new Sweep
        {
            Title = "Global Times of thousands of support vectors",
            Name = "global-times",
            Question =
                $"The thesis gave up global Times beyond a few support vectors, since it has m·n virtual ones. Here it scores at bagging's cost. Author's settings, m up to all {sizes[^1]} of a half: {(long)sizes[^1] * sizes[^1] / 1e6:0.0} million virtual support vectors.",
            SettingHeading = "m = n",
            Settings = [.. sizes.Select(size => $"{size}")],
            Parts =
            [
                new("accuracy", "ROC AUC.", ["C1", "C1+C2", "local C1×C2", "global C1×C2"], 4),
                new("time", "Microseconds a row.", ["score C1+C2", "score local", "score global", "explain C1+C2", "explain local", "explain global"], 1),
            ],
            Seeds = Seeds(3),
            Fixed = _probe.Fixed,
            Weight = setting => 2 + sizes[setting] / 200.0,
            Run = (setting, seed) =>
            {
                MemberPair pair = Members(task.Train, sizes[setting], seed);
                OneClassModel[] models =
                [
                    new BaggingEnsemble(pair.First, pair.Second), Times(pair.First, pair.Second), new GlobalTimesEnsemble(pair.First, pair.Second, bench.Batch),
                ];
                return
                [
                    _probe.RocAuc(pair.First), .. models.Select(_probe.RocAuc),
                    .. models.Select(_probe.ScoreMicroseconds), .. models.Select(model => _probe.ExplainMicroseconds(model)),
                ];
            },
            Answer = found =>
                $"At m = {found.Settings[^1]} global Times scores a row in {found.Mean(sizes.Length - 1, "score global"):0} µs (bagging {found.Mean(sizes.Length - 1, "score C1+C2"):0}) with a ROC AUC of "
                + $"{found.Mean(sizes.Length - 1, "global C1×C2"):0.0000}, where bagging has {found.Mean(sizes.Length - 1, "C1+C2"):0.0000}.",
        };
    }

    private Sweep DeletionOrders() => new()
    {
        Title = "Whether the order of masking matters",
        Name = "orders",
        Question =
            "Area under the pixel-flipping curves of outliers when pixels are masked by relevance, at random, by relevance the other way round, and by brightness, which needs no explanation at all. Author's settings, m = 100.",
        SettingHeading = "Classifier",
        Settings = SixClassifiers.Names,
        Parts = [new("", "Area under pixel flipping: less is better.", ["by relevance", "brightest first", "at random", "least relevant first"], 4)],
        Seeds = Seeds(10),
        Fixed = $"m={Size} {_probe.Fixed}",
        Weight = _ => 0.8,
        Run = (classifier, seed) =>
        {
            MemberPair pair = Members(task.Train, Size, seed);
            OneClassModel model = SixClassifiers.Make(pair.First, pair.Second, SixClassifiers.NeighborFraction, bench.Batch).ElementAt(classifier).Model;
            float[,] relevance = PixelHeatmaps.Of(model, _probe.Outliers, task.Test.Shape!.Value, bench.Batch).Relevance;
            var random = new Random(seed);
            return
            [
                _probe.Area(model, relevance), _probe.Area(model, _probe.Outliers),
                _probe.Area(model, Map(relevance, _ => random.NextSingle())), _probe.Area(model, Map(relevance, value => -value)),
            ];
        },
        Answer = found =>
            $"By relevance {found.Mean("C1×C2", "by relevance"):0.000} for C1×C2 and {found.Mean("C1+C2", "by relevance"):0.000} for C1+C2; at random {found.Mean("C1×C2", "at random"):0.000} and {found.Mean("C1+C2", "at random"):0.000}; "
            + $"brightest first {found.Mean("C1×C2", "brightest first"):0.000} and {found.Mean("C1+C2", "brightest first"):0.000}.",
    };

    private static float[,] Map(float[,] values, Func<float, float> map)
    {
        float[,] mapped = new float[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < values.Length; i++)
            mapped.AsSpan()[i] = map(values.AsSpan()[i]);
        return mapped;
    }

    private Sweep Rules() => new()
    {
        Title = "Both rules of relevance",
        Name = "rules",
        Question =
            "The thesis' rule clips what a support vector passes on at γ‖x−u‖²; the conservative rule passes on all. Heatmaps of outliers under both, at author's settings and (wide) with densities at the γ of eq 3.1, m = 100.",
        SettingHeading = "Classifier",
        Settings = SixClassifiers.Names,
        Parts =
        [
            new("agreement", "Cosine between the two heatmaps, and the share of outlierness that the thesis' rule gives to no pixel.", ["cosine", "residual", "cosine, wide", "residual, wide"]),
            new("area", "Area under pixel flipping: less is better.", ["area thesis", "area conservative", "area thesis, wide", "area conservative, wide"], 4),
        ],
        Seeds = Seeds(5),
        Fixed = $"m={Size} {_probe.Fixed}",
        Weight = _ => 1.2,
        Run = (classifier, seed) =>
        {
            MemberPair narrow = Members(task.Train, Size, seed);
            SupportVectorModel[] wide = Densities(2, Size, _rulesGamma.Value, seed);
            OneClassModel[] models =
            [
                SixClassifiers.Make(narrow.First, narrow.Second, SixClassifiers.NeighborFraction, bench.Batch).ElementAt(classifier).Model,
                SixClassifiers.Make(wide[0], wide[1], SixClassifiers.NeighborFraction, bench.Batch).ElementAt(classifier).Model,
            ];
            (double Cosine, double Residual)[] agreement = [.. models.Select(model => RuleAgreement.Of(model, _probe.Outliers, bench.Batch))];
            return
            [
                agreement[0].Cosine, agreement[0].Residual, agreement[1].Cosine, agreement[1].Residual,
                .. models.SelectMany(model => (double[])[_probe.Area(model), _probe.Area(model, RelevanceRule.Conservative)]),
            ];
        },
        Answer = found =>
            $"The pictures are nearly the same: mean cosines {found.Mean(found.Least("cosine"), "cosine"):0.000} and more (wide: {found.Mean(found.Least("cosine, wide"), "cosine, wide"):0.000} and more).",
    };

    private Sweep Widths()
    {
        double[] gammas = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
        return new Sweep
        {
            Title = "What γ does",
            Name = "gamma",
            Question = "Densities of 100 rows, and of half the training rows, at widths from wide to narrow. The area is that under pixel flipping of outliers at m = 100, where less is better.",
            SettingHeading = "γ",
            Settings = [.. gammas.Select(gamma => $"{gamma}")],
            Parts =
            [
                new("accuracy", "ROC AUC.", ["C1", "C1+C2", "C1×C2", "C1+C2, all rows", "C1×C2, all rows"], 4),
                new("area", "Area under pixel flipping of outliers, m = 100.", ["area of C1", "area of C1+C2", "area of C1×C2"], 4),
            ],
            Seeds = Seeds(5),
            Fixed = _probe.Fixed,
            Weight = _ => 8,
            Run = (setting, seed) =>
            {
                SupportVectorModel[] few = Densities(2, Size, gammas[setting], seed), all = Densities(2, task.Train.GetLength(0) / 2, gammas[setting], seed);
                OneClassModel[] small = [few[0], new BaggingEnsemble(few), Times(few[0], few[1])];
                return
                [
                    .. small.Select(_probe.RocAuc), _probe.RocAuc(new BaggingEnsemble(all)), _probe.RocAuc(Times(all[0], all[1])),
                    .. small.Select(model => _probe.Area(model)),
                ];
            },
            Answer = found =>
                $"C1+C2 of 100 rows is most accurate at γ = {found.Best("C1+C2")} ({Largest(found, "C1+C2"):0.0000}), C1×C2 at γ = {found.Best("C1×C2")} ({Largest(found, "C1×C2"):0.0000}); "
                + $"of all rows at γ = {found.Best("C1+C2, all rows")} ({Largest(found, "C1+C2, all rows"):0.0000}) and {found.Best("C1×C2, all rows")} ({Largest(found, "C1×C2, all rows"):0.0000}).",
        };
    }
}
