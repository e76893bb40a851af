using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OcDtd.Fast.Kernels;

namespace OcDtd.Fast;

/// <summary>
/// Rows of a tile to which nearly all pairs of a Times ensemble matter: collected first, then explained together, from virtual support vectors
/// that are formed in float32 a block at a time.
/// </summary>
/// <remarks>
/// R_j = Σ c_ij (x − u_ij)²_j in this form has no term below 0, so float32 loses no digits to it; a block that is formed once serves all rows.
/// A row's blocks, and what is added in them, are the same in whatever tile it stands.
/// </remarks>
internal ref struct DenseTimes
{
    /// <summary>Pairs at a time.</summary>
    private const int Block = WeightedSquares.VectorBlock;

    private readonly TimesEnsemble _model;
    private readonly DenseParts _parts;
    private readonly Span<float> _firstWeights;
    private readonly Span<float> _secondWeights;
    private readonly Span<RelevanceRow> _numbers;
    private readonly Span<double> _divisors;
    private readonly Span<int> _places;
    private int _count;

    /// <summary>Room for <paramref name="rows"/> rows.</summary>
    internal DenseTimes(TimesEnsemble model, int rows, scoped ref Workspace workspace)
    {
        _model = model;
        _parts = model.Dense;
        _firstWeights = workspace.Floats(checked(rows * model.First.Vectors.PaddedCount));
        _secondWeights = workspace.Floats(checked(rows * model.Second.Vectors.PaddedCount));
        _numbers = MemoryMarshal.Cast<float, RelevanceRow>(workspace.Floats(rows * FloatsOfNumbers));
        _divisors = workspace.Doubles(rows);
        _places = workspace.Ints(rows);
    }

    private static int FloatsOfNumbers => 2 * Unsafe.SizeOf<RelevanceRow>() / sizeof(float);

    /// <summary>Scratch memory for <paramref name="rows"/> rows.</summary>
    internal static WorkspaceSize Size(TimesEnsemble model, int rows)
    {
        int features = AlignedRows.Padded(model.FeatureCount), strip = Math.Min(VirtualSupportVectors.StripLength, features);
        int kept = checked(rows * (model.First.Vectors.PaddedCount + model.Second.Vectors.PaddedCount + FloatsOfNumbers));
        int explaining = checked(rows * (features + Block) + Block * (strip + 2));
        int doubles = checked(Workspace.DoublesFor(explaining) + rows * (features + 3) + 8 * Workspace.DoublesInCacheLine);
        return new WorkspaceSize(
            checked(Workspace.DoublesFor(kept) + 3 + rows + Math.Max(doubles, RefinedScreens.DoublesFor(rows, model.FeatureCount))),
            checked(rows + 2 * Block));
    }

    /// <summary>Takes row <paramref name="place"/> of the tile if its numbers are good enough.</summary>
    internal bool TryAdd(TileScreens screens, int place, RelevanceRule rule)
    {
        PairedRow row = Pair(screens, place);
        if (!(row.LargestError + row.FirstPool.Error + row.SecondPool.Error <= PairDigits.Tolerance))
            return false;

        Span<RelevanceRow> numbers = _numbers[(_count * 2)..];
        bool clips = rule == RelevanceRule.Thesis;
        _divisors[_count] = 0;
        for (int half = 0; half < _parts.Lists.Length; half++)
        {
            PairList list = _parts.Lists[half];
            PairPool pool = list.Pool(row);
            double o = pool.Outlierness, divisor = PairDigits.SmallestDivisor(row, pool, list.LargestExponent);
            if (!(o >= divisor))
                return false;

            // With a clip nothing below o is divided by; without one that has to be seen.
            _divisors[_count] = clips ? 0 : Math.Max(_divisors[_count], divisor);
            numbers[half] = new RelevanceRow(
                (float)row.Base,
                (float)(1 / pool.Sum),
                clips ? (float)o : float.NegativeInfinity,
                (float)(Share * _model.Gamma * o),
                clips ? (float)o : 0);
        }

        _places[_count++] = place;
        return true;
    }

    /// <summary>
    /// Explains all rows: writes their relevance, d zeros a row before, and residuals. Rows to whose differences float32 may have done too much
    /// keep their zeros; the others are marked in <paramref name="isDone"/>.
    /// </summary>
    internal readonly void Explain(
        RowTile samples, TileScreens screens, Span<double> relevance, Span<double> residual, Span<int> isDone, ref Workspace workspace)
    {
        if (_count == 0)
            return;

        VirtualSupportVectors vectors = _parts.Vectors;
        int padded = vectors.PaddedFeatureCount;
        Span<float> rows = workspace.AlignedFloats(_count * padded);
        Span<double> sums = workspace.Zeros(_count * padded), passed = workspace.Zeros(_count), largest = workspace.Doubles(_count);
        Span<double> smallest = workspace.Doubles(_count);
        smallest.Fill(double.PositiveInfinity);
        for (int k = 0; k < _count; k++)
        {
            residual[_places[k]] = 0;
            largest[k] = vectors.Take(samples.Row(_places[k]), rows.Slice(k * padded, padded));
        }

        AddBlocks(screens, rows, sums, passed, smallest, residual, ref workspace);
        for (int k = 0; k < _count; k++)
        {
            int place = _places[k];
            Span<double> target = relevance.Slice(place * samples.FeatureCount, samples.FeatureCount);
            for (int feature = 0; feature < padded; feature += VirtualSupportVectors.StripLength)
            {
                int length = vectors.LengthOf(feature);
                vectors.Spread(sums.Slice(feature * _count + k * length, length), feature, target);
            }

            vectors.AddConstant(samples.Row(place), passed[k], target);
            if (smallest[k] >= _divisors[k] && PairDigits.AreEnough(vectors, largest[k], passed[k], target))
                isDone[place] = 1;
            else
                target.Clear();
        }
    }

    /// <summary>Block after block of pairs: what each passes on to every row, then strip after strip of features.</summary>
    private readonly void AddBlocks(
        TileScreens screens,
        Span<float> rows,
        Span<double> sums,
        Span<double> passed,
        Span<double> smallest,
        Span<double> residual,
        ref Workspace workspace)
    {
        VirtualSupportVectors vectors = _parts.Vectors;
        int padded = vectors.PaddedFeatureCount;
        Span<float> formed = workspace.AlignedFloats(Block * Math.Min(VirtualSupportVectors.StripLength, padded));
        Span<float> weights = workspace.AlignedFloats(_count * Block), relative = workspace.AlignedFloats(Block);
        Span<float> exponents = workspace.AlignedFloats(Block);
        Span<int> first = workspace.Ints(Block), second = workspace.Ints(Block);
        for (int half = 0; half < _parts.Lists.Length; half++)
        {
            PairList list = _parts.Lists[half];
            for (long start = 0; start < list.Count; start += Block)
            {
                int count = (int)Math.Min(Block, list.Count - start), whole = AlignedRows.Padded(count);
                list.Fill(start, first[..count], second[..count], exponents);
                exponents[count..whole].Clear();
                for (int k = 0; k < _count; k++)
                {
                    Span<float> theirs = weights.Slice(k * Block, whole);
                    PairList.Join(Paired(screens, k), first[..count], second[..count], theirs, relative);
                    if (_divisors[k] > 0)
                        smallest[k] = Math.Min(smallest[k], PairDigits.Smallest(relative[..count], exponents, _numbers[2 * k + half].Base));
                    theirs[count..].Clear();
                    relative[count..whole].Fill(float.PositiveInfinity);
                    PassedOn all = RelevanceWeights.Compute(relative[..whole], exponents[..whole], theirs, _numbers[2 * k + half]);
                    passed[k] += all.Weight;
                    residual[_places[k]] += Share * all.Residual;
                }

                for (int feature = 0; feature < padded; feature += VirtualSupportVectors.StripLength)
                {
                    int length = vectors.LengthOf(feature);
                    var strip = new RowTile(ref rows[feature], padded, _count, length);
                    vectors.Add(
                        feature, first[..count], second[..count], strip, weights, formed, sums.Slice(feature * _count, _count * length));
                }
            }
        }
    }

    private readonly double Share => 1.0 / _parts.Lists.Length;

    private readonly PairedRow Pair(TileScreens screens, int place)
    {
        int m = _model.First.Vectors.PaddedCount, n = _model.Second.Vectors.PaddedCount;
        ScreenedRow u = screens[0, place], v = screens[1, place];
        Span<float> weights = _firstWeights.Slice(_count * m, m), partnerWeights = _secondWeights.Slice(_count * n, n);
        ScreenedPool p = _model.First.Screen.Pool(u, weights), q = p;
        if (ReferenceEquals(_model.First, _model.Second))
            weights.CopyTo(partnerWeights);
        else
            q = _model.Second.Screen.Pool(v, partnerWeights);
        return new PairedRow(u, v, p, q, weights, partnerWeights);
    }

    /// <summary>Row k, whose kernels are there already.</summary>
    private readonly PairedRow Paired(TileScreens screens, int k)
    {
        int m = _model.First.Vectors.PaddedCount, n = _model.Second.Vectors.PaddedCount;
        return new PairedRow(
            screens[0, _places[k]], screens[1, _places[k]], default, default, _firstWeights.Slice(k * m, m), _secondWeights.Slice(k * n, n));
    }
}

/// <summary>What dense explanations of a Times ensemble want, made at the first of them.</summary>
/// <param name="Vectors">Parts of virtual support vectors.</param>
/// <param name="Lists">The pairs: one list, or one for each half.</param>
internal sealed record DenseParts(VirtualSupportVectors Vectors, PairList[] Lists);
