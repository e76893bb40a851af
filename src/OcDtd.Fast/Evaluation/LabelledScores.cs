namespace OcDtd.Fast.Evaluation;

/// <summary>Scores of the two classes, each sorted ascending: what ranking measures are computed from.</summary>
internal readonly record struct LabelledScores(float[] Inliers, float[] Outliers)
{
    /// <summary>Sorts copies of the two classes' scores; throws where one is empty or holds NaN.</summary>
    internal static LabelledScores From(ReadOnlySpan<float> inlierScores, ReadOnlySpan<float> outlierScores) =>
        new(Sorted(inlierScores, nameof(inlierScores)), Sorted(outlierScores, nameof(outlierScores)));

    /// <summary>The same from one list of scores and one of labels, 0 for an inlier and 1 for an outlier.</summary>
    internal static LabelledScores From(ReadOnlySpan<float> scores, ReadOnlySpan<byte> labels)
    {
        if (scores.Length != labels.Length)
            throw new ArgumentException($"labels has {labels.Length} values; scores has {scores.Length}.", nameof(labels));

        var inliers = new List<float>(scores.Length);
        var outliers = new List<float>();
        for (int i = 0; i < scores.Length; i++)
        {
            if (labels[i] > 1)
                throw new ArgumentException($"labels[{i}] is {labels[i]}; a label is 0 (inlier) or 1 (outlier).", nameof(labels));
            if (float.IsNaN(scores[i]))
                throw new ArgumentException($"scores[{i}] is NaN; scores must be comparable.", nameof(scores));
            (labels[i] == 1 ? outliers : inliers).Add(scores[i]);
        }

        if (inliers.Count == 0 || outliers.Count == 0)
        {
            throw new ArgumentException(
                $"labels has {inliers.Count} inliers (0) and {outliers.Count} outliers (1); at least one of each is needed.",
                nameof(labels));
        }

        inliers.Sort();
        outliers.Sort();
        return new LabelledScores([.. inliers], [.. outliers]);
    }

    private static float[] Sorted(ReadOnlySpan<float> scores, string name)
    {
        if (scores.IsEmpty)
            throw new ArgumentException($"{name} is empty; at least one score is needed.", name);
        for (int i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]))
                throw new ArgumentException($"{name}[{i}] is NaN; scores must be comparable.", name);
        }

        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return sorted;
    }
}
