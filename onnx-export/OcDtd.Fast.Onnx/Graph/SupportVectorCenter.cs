using CommunityToolkit.HighPerformance;
using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>The point around which a graph computes distances.</summary>
internal static class SupportVectorCenter
{
    /// <summary>Name of the point in the graph, (d) float64.</summary>
    internal const string Wide = "center.double";

    /// <summary>
    /// The mean of all support vectors, rounded to float32: any point among them serves, as long as input and support vectors are shifted
    /// by the same one, and half the bytes are enough.
    /// </summary>
    internal static void Add(GraphBuilder graph, IReadOnlyList<SupportVectorModel> members) =>
        graph.Named(
            Wide,
            "Cast",
            [graph.Store(Tensors.Vector(TensorNames.Center, Of(members)))],
            Attributes.Integer("to", (long)DataType.Double));

    private static float[] Of(IReadOnlyList<SupportVectorModel> members)
    {
        double[] sums = new double[members[0].FeatureCount];
        long count = 0;
        foreach (SupportVectorModel member in members)
        {
            ReadOnlySpan2D<float> rows = member.SupportVectors;
            for (int i = 0; i < rows.Height; i++)
            {
                ReadOnlySpan<float> row = rows.GetRowSpan(i);
                for (int j = 0; j < sums.Length; j++)
                    sums[j] += row[j];
            }

            count += rows.Height;
        }

        return Array.ConvertAll(sums, sum => (float)(sum / count));
    }
}
