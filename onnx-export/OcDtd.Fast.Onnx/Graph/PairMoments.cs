using DataType = OcDtd.Fast.Onnx.Format.TensorProto.Types.DataType;

namespace OcDtd.Fast.Onnx;

/// <summary>A block of pairs while a chunk's pairs are gone over: some of the u_i with all v_j.</summary>
/// <param name="Body">Receives what is done with it.</param>
/// <param name="Start">Name of the first u_i of the block, a list of one.</param>
/// <param name="End">Name of the first after it.</param>
/// <param name="Exponents">Name of γ'‖x − virtual support vector‖², (C, B, n).</param>
internal sealed record PairBlock(GraphBuilder Body, string Start, string End, string Exponents)
{
    /// <summary>The block's part of (C, m), as (C, B, 1).</summary>
    internal string Rows(string values) => Body.Unsqueeze(Body.Slice(values, Start, End, 1), 2);
}

/// <summary>The moments of weights of all pairs of two members, a block of u_i at a time (Loop).</summary>
/// <remarks>
/// With c_ij the weights, r and s their row and column sums and z = u − c, y those of the second member, Σ c_ij (w₁z_i + w₂y_j) = w₁ Σ r_i z_i + w₂ Σ s_j y_j,
/// and Σ c_ij (w₁z_i + w₂y_j)² = w₁² Σ r_i z_i² + w₂² Σ s_j y_j² + 2w₁w₂ Σ_i z_i ⊙ Σ_j c_ij y_j: all are matrix products, and nothing of the size of pairs × features
/// is formed.
/// </remarks>
internal sealed class PairMoments(
    ChunkRows rows, MemberTensors first, MemberTensors second, TimesConstants constants, int features, GraphLimits limits)
{
    /// <summary>Adds them to a branch of a chunk.</summary>
    /// <param name="branch">Receives the nodes.</param>
    /// <param name="rule">How relevance is given.</param>
    /// <param name="ofFirst">The first member beside the chunk.</param>
    /// <param name="ofSecond">The second.</param>
    /// <param name="weights">Adds the weights of a block's pairs, (C, B, n).</param>
    internal Moments Add(
        GraphBuilder branch, RelevanceRule rule, MemberRows ofFirst, MemberRows ofSecond, Func<PairBlock, string> weights)
    {
        string exponents = ofFirst.AddExponents(branch), partnerExponents = branch.Unsqueeze(ofSecond.AddExponents(branch), 1);
        string size = AddBlockSize(branch, ofFirst.Common);

        GraphBuilder body = branch.Inner();
        string index = body.InsideScalar(DataType.Int64), goesOn = body.InsideScalar(DataType.Bool);
        string[] before = [.. Enumerable.Range(0, 1 + Moments.Count(rule)).Select(_ => body.Inside(DataType.Double))]; // s, and moments
        string start = body.Mul(body.Unsqueeze(index, 0), size);
        var block = new PairBlock(body, start, body.Add(start, size), "");
        string shaped = AddExponents(block, exponents, partnerExponents), shape = body.Shape(shaped);
        (string flat, string? nearest) = NearestVectors.Split(
            body,
            rule,
            rows,
            Flat(body, shaped),
            count: 1,
            constants.Gamma,
            pairs => AddVirtual(block, pairs),
            corrected => Flat(body, weights(block with { Exponents = body.Reshape(corrected, shape) })));
        string[] sums = AddSums(block, body.Reshape(flat, shape)), added = nearest is null ? sums : [.. sums, nearest];
        body.Gives(body.Node("Identity", [goesOn]), DataType.Bool);
        for (int i = 0; i < before.Length; i++)
            body.Gives(body.Add(before[i], added[i]), DataType.Double);

        string blocks = branch.Div(branch.Add(branch.List(first.Count - 1), size), size);
        string[] totals = branch.Nodes(
            "Loop",
            before.Length,
            [branch.Squeeze(blocks, 0), "", .. Enumerable.Repeat(branch.Number(0), before.Length)],
            Attributes.Body("body", body.Graph));
        return AddColumns(branch, totals[0], Moments.Of(totals.AsSpan(1)));
    }

    /// <summary>(C, B, n) as (C, B·n).</summary>
    private static string Flat(GraphBuilder body, string values) => body.Reshape(values, body.List(0, -1));

    /// <summary>Virtual support vectors relative to c, by their places i·n + j in the block.</summary>
    private string AddVirtual(PairBlock block, string places)
    {
        GraphBuilder body = block.Body;
        string count = body.Index(second.Count);
        string u = body.Add(body.Div(places, count), block.Start), v = body.Node("Mod", [places, count]);
        return body.Add(
            body.Mul(body.Gather(first.Centered, u, 0), constants.FirstShare),
            body.Mul(body.Gather(second.Centered, v, 0), constants.SecondShare));
    }

    /// <summary>How many u_i a block has, [1]: as many as keep the weights of pairs, and their products with features, small.</summary>
    private string AddBlockSize(GraphBuilder branch, string column)
    {
        string rows = branch.Gather(branch.Shape(column), branch.List(0), 0);
        string each = branch.Mul(rows, branch.List(Math.Max(second.Count, features)));
        string fitting = branch.Max(branch.Div(branch.List(limits.PairWeights), each), branch.List(1));
        return branch.Min(fitting, branch.List(first.Count));
    }

    private string AddExponents(PairBlock block, string exponents, string partners)
    {
        GraphBuilder body = block.Body;
        string rows = body.Slice(first.Centered, block.Start, block.End, 0);
        string norms = body.Unsqueeze(body.Slice(first.SquaredNorms, block.Start, block.End, 0), 1);
        string products = body.ProductWithTransposed(rows, second.Centered);
        string squaredGaps = body.Sub(body.Add(norms, second.SquaredNorms), body.Add(products, products));
        string gaps = body.Mul(body.NotNegative(squaredGaps), constants.Gap);
        return body.NotNegative(body.Sub(body.Add(block.Rows(exponents), partners), gaps));
    }

    /// <summary>A block's part of s, and of the moments without s.</summary>
    private string[] AddSums(PairBlock block, string weights)
    {
        GraphBuilder body = block.Body;
        string rows = body.Slice(first.Centered, block.Start, block.End, 0);
        string squares = body.Slice(first.Squares, block.Start, block.End, 0);
        string ofRows = body.SumOut(weights, 2);
        string crossed = body.SumOut(body.Mul(body.MatMul(weights, second.Centered), rows), 1);
        string shares = body.Mul(constants.FirstShare, constants.SecondShare);
        string own = body.Mul(body.MatMul(ofRows, squares), body.Square(constants.FirstShare));
        return
        [
            body.SumOut(weights, 1),
            body.Sum(ofRows),
            body.Mul(body.MatMul(ofRows, rows), constants.FirstShare),
            body.Add(own, body.Mul(body.Add(crossed, crossed), shares)),
        ];
    }

    /// <summary>Adds the second member's own part, which needs all of s.</summary>
    private Moments AddColumns(GraphBuilder branch, string ofColumns, Moments rest)
    {
        string linear = branch.Mul(branch.MatMul(ofColumns, second.Centered), constants.SecondShare);
        string quadratic = branch.Mul(branch.MatMul(ofColumns, second.Squares), branch.Square(constants.SecondShare));
        return rest with { First = branch.Add(rest.First, linear), Second = branch.Add(rest.Second, quadratic) };
    }
}
