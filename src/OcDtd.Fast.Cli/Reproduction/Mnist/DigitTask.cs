using OcDtd.Fast.Cli.Classifiers;
using OcDtd.Fast.Data;
using OcDtd.Fast.Evaluation;

namespace OcDtd.Fast.Cli.Reproduction.Mnist;

/// <summary>One digit against the other nine: training rows of that digit alone, all test rows.</summary>
internal sealed class DigitTask
{
    private readonly MnistData _data;
    private readonly Lazy<float[,]> _train;
    private readonly byte[] _isOutlier;

    internal DigitTask(MnistData data, int digit)
    {
        _data = data;
        Digit = digit;
        _train = new Lazy<float[,]>(() => MemberRows.Take(data.Train.Rows, Where(data.TrainLabels, label => label == digit)));
        _isOutlier = [.. data.TestLabels.Select(label => label == digit ? (byte)0 : (byte)1)];
    }

    /// <summary>Whether there are enough rows to train two members of <paramref name="size"/> support vectors and to ask about inliers.</summary>
    internal bool Suffices(int size) => Train.GetLength(0) >= 2 * size && _isOutlier.Contains((byte)0) && _isOutlier.Contains((byte)1);

    internal int Digit { get; }

    /// <summary>Training rows, n × 784.</summary>
    internal float[,] Train => _train.Value;

    internal DataTable Test => _data.Test;

    /// <summary>Which digit each test row is.</summary>
    internal IReadOnlyList<int> TestLabels => _data.TestLabels;

    /// <summary>The area under the ROC curve of each classifier, on all test rows.</summary>
    internal double[] RocAucs(IEnumerable<Classifier> classifiers, BatchOptions batch) => [.. classifiers.Select(classifier => RocAucOf(classifier.Model, batch))];

    internal double RocAucOf(OneClassModel model, BatchOptions batch) => RocAuc.Compute(model.Outlierness(Test.Rows, batch), _isOutlier);

    /// <summary>The first test rows of digits that satisfy <paramref name="wanted"/>, in the order of the file.</summary>
    internal int[] TestRows(Func<int, bool> wanted, int most = int.MaxValue) => [.. Where(_data.TestLabels, wanted).Take(most)];

    private static int[] Where(IReadOnlyList<int> labels, Func<int, bool> wanted) => [.. Enumerable.Range(0, labels.Count).Where(row => wanted(labels[row]))];
}
