using OcDtd.Fast.Onnx.Format;

namespace OcDtd.Fast.Onnx;

/// <summary>Which stored member each of a model's members is: one that stands twice, as in C × C, is stored once.</summary>
internal sealed class MemberIndex
{
    private readonly int[] _indices;

    private readonly DataFile? _data;

    /// <summary>Finds the members of a model.</summary>
    /// <param name="model">The model to store.</param>
    /// <param name="data">The data file that holds their support vectors, in order; null where the model file does.</param>
    internal MemberIndex(OneClassModel model, DataFile? data = null)
    {
        _data = data;
        var distinct = new List<SupportVectorModel>();
        _indices = new int[model.Members.Count];
        for (int i = 0; i < _indices.Length; i++)
        {
            int known = distinct.FindIndex(member => ReferenceEquals(member, model.Members[i]));
            if (known < 0)
            {
                known = distinct.Count;
                distinct.Add(model.Members[i]);
            }

            _indices[i] = known;
        }

        Distinct = distinct;
    }

    /// <summary>The members to store, in order.</summary>
    internal IReadOnlyList<SupportVectorModel> Distinct { get; }

    /// <summary>Where member <paramref name="member"/> of the model is stored.</summary>
    internal int Of(int member) => _indices[member];

    /// <summary>The initializer of a stored member's support vectors: their values, or where in the data file these lie.</summary>
    internal TensorProto SupportVectors(int index) => _data is null
        ? Tensors.Matrix(TensorNames.SupportVectors(index), Distinct[index].SupportVectors)
        : new DataFileLayout(Distinct).Tensor(index, _data.Name);

    /// <summary>The stored index of each member, as metadata has it: "0,1", or "0,0" for C × C.</summary>
    public override string ToString() => string.Join(',', _indices);
}
