using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OcDtd.Fast.Kernels;

/// <summary>Dot products of a few rows with all vectors of some panels: g_i = Σ_j x_j·u_ij.</summary>
/// <remarks>
/// <para>Layout: rows in groups of eight, feature by feature (<see cref="Group"/>), or one row alone as it is; panels; results
/// <c>result[r·PaddedCount + i]</c>.</para>
/// <para>Order: features in order, one fused multiply-add each, in blocks of <see cref="FeatureBlock"/>; block sums are added up in order in
/// chunks of <see cref="BlocksInChunk"/>, and so are the chunks' sums, all in float32. So a lane's sum depends on that row and that vector alone,
/// and it is rounded <see cref="Roundings"/>(j) times after feature j has gone in: |error| ≤ 2⁻²⁴·Σ_j Roundings(j)·|x_j·u_ij|, to first
/// order: 16 on average for 611 features, where one running sum would have 306.</para>
/// <para>At 512 bits eight rows on three panels: 24 sums keep both multiply-add units busy; blocks cost them 3 %. With 16 registers: four rows on
/// three vectors, twelve sums. One row alone: four panels side by side, at the speed of reading them.</para>
/// <para>NaN or ±∞ in a row gives NaN or ±∞.</para>
/// </remarks>
internal static class DotProducts
{
    /// <summary>Features added up before the sum is added to the others.</summary>
    internal const int FeatureBlock = 16;

    /// <summary>Blocks added up before their sum is added to the others.</summary>
    internal const int BlocksInChunk = 8;

    /// <summary>Rows that go together.</summary>
    internal const int RowGroup = 8;

    private const int Chunk = FeatureBlock * BlocksInChunk;
    private const int CacheLine = 64;

    /// <summary>How often the dot product of <paramref name="features"/> features is rounded once feature j has gone in.</summary>
    internal static int Roundings(int j, int features)
    {
        // A first block's sum is where the others are added to: it is rounded at each of them and nowhere before; likewise a first chunk's.
        int chunk = j / Chunk, chunks = (features + Chunk - 1) / Chunk;
        int chunkEnd = Math.Min((chunk + 1) * Chunk, features);
        int block = j % Chunk / FeatureBlock, blocks = (chunkEnd - chunk * Chunk + FeatureBlock - 1) / FeatureBlock;
        int blockEnd = Math.Min(chunk * Chunk + (block + 1) * FeatureBlock, features);
        return blockEnd - j + (blocks - Math.Max(block, 1)) + (chunks - Math.Max(chunk, 1));
    }

    /// <summary>What a dot product of so many features may be off by, relative to the product of lengths: as if each were rounded most often.</summary>
    internal static double RelativeError(int features) =>
        1.03 * (FeatureBlock + BlocksInChunk + (features + Chunk - 1) / Chunk) / (1 << 24);

    /// <summary>Floats that <paramref name="rows"/> rows take in groups; one row stays as it is.</summary>
    internal static int GroupedLength(int rows, int features) =>
        rows == 1 ? features : checked((rows + RowGroup - 1) / RowGroup * RowGroup * features);

    /// <summary>
    /// Puts row <paramref name="index"/> of <paramref name="rows"/> rows where the kernel reads it: feature j of row r of group g at (g·d + j)·8 + r.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Group(ReadOnlySpan<float> row, int index, int rows, Span<float> grouped)
    {
        if (rows == 1)
        {
            row.CopyTo(grouped);
            return;
        }

        ref float target = ref MemoryMarshal.GetReference(grouped.Slice(index / RowGroup * RowGroup * row.Length, RowGroup * row.Length));
        target = ref Unsafe.Add(ref target, index % RowGroup);
        for (int j = 0; j < row.Length; j++)
            Unsafe.Add(ref target, j * RowGroup) = row[j];
    }

    /// <summary>Fills <paramref name="result"/>; where the last group is not full it must be zeros there, and results of these are written too.</summary>
    /// <param name="grouped">Rows as <see cref="Group"/> puts them.</param>
    /// <param name="rows">How many.</param>
    /// <param name="panels">The vectors.</param>
    /// <param name="result">PaddedCount floats for each row, whole groups of them.</param>
    internal static void Compute(ReadOnlySpan<float> grouped, int rows, Panels panels, Span<float> result) =>
        Compute(Simd.Active, grouped, rows, panels, result);

    /// <summary>The same at a chosen width.</summary>
    internal static void Compute(SimdWidth width, ReadOnlySpan<float> grouped, int rows, Panels panels, Span<float> result)
    {
        int wholeRows = rows == 1 ? 1 : (rows + RowGroup - 1) / RowGroup * RowGroup;
        result = result[..(wholeRows * panels.PaddedCount)];
        if (panels.FeatureCount == 0)
        {
            result.Clear();
            return;
        }

        switch (width)
        {
            case SimdWidth.Bits512 when rows > 1: Wide<Float512>(grouped, rows, panels, result); break;
            case SimdWidth.Bits512: OneRow<Float512>(grouped, panels, result); break;
            case SimdWidth.Bits256 when rows > 1: Narrow<Float256>(grouped, rows, panels, result); break;
            case SimdWidth.Bits128 when rows > 1: Narrow<Float128>(grouped, rows, panels, result); break;
            case SimdWidth.Bits256: OneRow<Twice<Float256>>(grouped, panels, result); break;
            case SimdWidth.Bits128: OneRow<Twice<Twice<Float128>>>(grouped, panels, result); break;
            default: Reference(grouped, rows, panels, result); break;
        }
    }

    /// <summary>Plain loops; the bits every vector body must give.</summary>
    private static void Reference(ReadOnlySpan<float> grouped, int rows, Panels panels, Span<float> result)
    {
        int features = panels.FeatureCount, step = rows == 1 ? 1 : RowGroup;
        for (int r = 0; r * panels.PaddedCount < result.Length; r++)
        {
            ReadOnlySpan<float> x = grouped[(r / step * step * features + r % step)..];
            for (int i = 0; i < panels.PaddedCount; i++)
            {
                ref float lane = ref Unsafe.Add(ref panels[i / Panels.Lanes], i % Panels.Lanes);
                float sum = 0, chunk = 0;
                for (int start = 0; start < features; start += FeatureBlock)
                {
                    float block = 0;
                    for (int j = start; j < Math.Min(start + FeatureBlock, features); j++)
                        block = MathF.FusedMultiplyAdd(x[j * step], Unsafe.Add(ref lane, j * Panels.Lanes), block);
                    chunk = start % Chunk == 0 ? block : chunk + block;
                    if (start % Chunk == Chunk - FeatureBlock || start + FeatureBlock >= features)
                        sum = start < Chunk ? chunk : sum + chunk;
                }

                result[r * panels.PaddedCount + i] = sum;
            }
        }
    }

    private static void OneRow<T>(ReadOnlySpan<float> row, Panels panels, Span<float> result)
        where T : struct, IFloatLanes<T>
    {
        ref float x = ref MemoryMarshal.GetReference(row);
        ref float first = ref MemoryMarshal.GetReference(result);
        int panel = 0;
        for (; panel + 4 <= panels.Count; panel += 4)
            OneRowFourPanels<T>(ref x, panels, panel, ref Unsafe.Add(ref first, panel * Panels.Lanes));
        for (; panel < panels.Count; panel++)
            OneRowOnePanel<T>(ref x, panels, panel, ref Unsafe.Add(ref first, panel * Panels.Lanes));
    }

    /// <summary>32 registers of a whole panel each. Panels outside, rows inside: a panel is read from memory once for all rows of the tile.</summary>
    private static void Wide<T>(ReadOnlySpan<float> grouped, int rows, Panels panels, Span<float> result)
        where T : struct, IFloatLanes<T>
    {
        ref float x = ref MemoryMarshal.GetReference(grouped);
        ref float first = ref MemoryMarshal.GetReference(result);
        int padded = panels.PaddedCount, groupLength = RowGroup * panels.FeatureCount;
        int groups = (rows + RowGroup - 1) / RowGroup, panel = 0;
        for (; panel + 3 <= panels.Count; panel += 3)
        {
            for (int g = 0; g < groups; g++)
            {
                ref float target = ref Unsafe.Add(ref first, (nint)g * RowGroup * padded + panel * Panels.Lanes);
                ref float group = ref Unsafe.Add(ref x, g * groupLength);
                if (g == 1 && panel + 6 <= panels.Count)
                    EightRowsThreePanels<T, FetchNext>(ref group, panels, panel, ref target, padded);
                else
                    EightRowsThreePanels<T, FetchNothing>(ref group, panels, panel, ref target, padded);
            }
        }

        for (; panel < panels.Count; panel++)
        {
            for (int g = 0; g < groups; g++)
            {
                ref float target = ref Unsafe.Add(ref first, (nint)g * RowGroup * padded + panel * Panels.Lanes);
                EightRows<T>(ref Unsafe.Add(ref x, g * groupLength), panels, panel, ref target, padded);
            }
        }
    }

    /// <summary>16 registers of part of a panel each.</summary>
    private static void Narrow<T>(ReadOnlySpan<float> grouped, int rows, Panels panels, Span<float> result)
        where T : struct, IFloatLanes<T>
    {
        ref float x = ref MemoryMarshal.GetReference(grouped);
        ref float first = ref MemoryMarshal.GetReference(result);
        int padded = panels.PaddedCount, groupLength = RowGroup * panels.FeatureCount, vectors = padded / T.Count;
        int halves = (rows + RowGroup - 1) / RowGroup * 2, vector = 0;
        for (; vector + 3 <= vectors; vector += 3)
        {
            for (int h = 0; h < halves; h++)
            {
                ref float target = ref Unsafe.Add(ref first, (nint)h * 4 * padded + vector * T.Count);
                FourRowsThreeVectors<T>(ref Unsafe.Add(ref x, h / 2 * groupLength + h % 2 * 4), panels, vector, ref target, padded);
            }
        }

        for (; vector < vectors; vector++)
        {
            for (int h = 0; h < halves; h++)
            {
                ref float target = ref Unsafe.Add(ref first, (nint)h * 4 * padded + vector * T.Count);
                FourRowsOneVector<T>(ref Unsafe.Add(ref x, h / 2 * groupLength + h % 2 * 4), panels, vector, ref target, padded);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void EightRowsThreePanels<T, TFetch>(ref float x, Panels panels, int panel, ref float target, nint padded)
        where T : struct, IFloatLanes<T>
        where TFetch : struct, IFetch
    {
        int features = panels.FeatureCount;
        ref float p0 = ref panels[panel];
        ref float p1 = ref panels[panel + 1];
        ref float p2 = ref panels[panel + 2];
        nint next = 3 * features;
        Span<float> room = stackalloc float[24 * Panels.Lanes + CacheLine / sizeof(float)];
        ref float chunk = ref Aligned(room);
        for (int start = 0, block = 0; start < features; start += FeatureBlock, block++)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T s00 = T.Broadcast(0), s01 = s00, s02 = s00, s10 = s00, s11 = s00, s12 = s00;
            T s20 = s00, s21 = s00, s22 = s00, s30 = s00, s31 = s00, s32 = s00;
            T s40 = s00, s41 = s00, s42 = s00, s50 = s00, s51 = s00, s52 = s00;
            T s60 = s00, s61 = s00, s62 = s00, s70 = s00, s71 = s00, s72 = s00;
            for (nint j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * Panels.Lanes));
                T u1 = T.Load(in Unsafe.Add(ref p1, j * Panels.Lanes));
                T u2 = T.Load(in Unsafe.Add(ref p2, j * Panels.Lanes));
                TFetch.Line(ref Unsafe.Add(ref p0, (j + next) * Panels.Lanes));
                TFetch.Line(ref Unsafe.Add(ref p1, (j + next) * Panels.Lanes));
                TFetch.Line(ref Unsafe.Add(ref p2, (j + next) * Panels.Lanes));
                ref float xj = ref Unsafe.Add(ref x, j * RowGroup);
                T b = T.Broadcast(xj);
                s00 = T.FusedMultiplyAdd(b, u0, s00);
                s01 = T.FusedMultiplyAdd(b, u1, s01);
                s02 = T.FusedMultiplyAdd(b, u2, s02);
                b = T.Broadcast(Unsafe.Add(ref xj, 1));
                s10 = T.FusedMultiplyAdd(b, u0, s10);
                s11 = T.FusedMultiplyAdd(b, u1, s11);
                s12 = T.FusedMultiplyAdd(b, u2, s12);
                b = T.Broadcast(Unsafe.Add(ref xj, 2));
                s20 = T.FusedMultiplyAdd(b, u0, s20);
                s21 = T.FusedMultiplyAdd(b, u1, s21);
                s22 = T.FusedMultiplyAdd(b, u2, s22);
                b = T.Broadcast(Unsafe.Add(ref xj, 3));
                s30 = T.FusedMultiplyAdd(b, u0, s30);
                s31 = T.FusedMultiplyAdd(b, u1, s31);
                s32 = T.FusedMultiplyAdd(b, u2, s32);
                b = T.Broadcast(Unsafe.Add(ref xj, 4));
                s40 = T.FusedMultiplyAdd(b, u0, s40);
                s41 = T.FusedMultiplyAdd(b, u1, s41);
                s42 = T.FusedMultiplyAdd(b, u2, s42);
                b = T.Broadcast(Unsafe.Add(ref xj, 5));
                s50 = T.FusedMultiplyAdd(b, u0, s50);
                s51 = T.FusedMultiplyAdd(b, u1, s51);
                s52 = T.FusedMultiplyAdd(b, u2, s52);
                b = T.Broadcast(Unsafe.Add(ref xj, 6));
                s60 = T.FusedMultiplyAdd(b, u0, s60);
                s61 = T.FusedMultiplyAdd(b, u1, s61);
                s62 = T.FusedMultiplyAdd(b, u2, s62);
                b = T.Broadcast(Unsafe.Add(ref xj, 7));
                s70 = T.FusedMultiplyAdd(b, u0, s70);
                s71 = T.FusedMultiplyAdd(b, u1, s71);
                s72 = T.FusedMultiplyAdd(b, u2, s72);
            }

            bool isFirst = block % BlocksInChunk == 0, isLast = block % BlocksInChunk == BlocksInChunk - 1 || end >= features;
            if (!isFirst)
            {
                AddThree(ref chunk, ref s00, ref s01, ref s02);
                AddThree(ref Unsafe.Add(ref chunk, 3 * Panels.Lanes), ref s10, ref s11, ref s12);
                AddThree(ref Unsafe.Add(ref chunk, 6 * Panels.Lanes), ref s20, ref s21, ref s22);
                AddThree(ref Unsafe.Add(ref chunk, 9 * Panels.Lanes), ref s30, ref s31, ref s32);
                AddThree(ref Unsafe.Add(ref chunk, 12 * Panels.Lanes), ref s40, ref s41, ref s42);
                AddThree(ref Unsafe.Add(ref chunk, 15 * Panels.Lanes), ref s50, ref s51, ref s52);
                AddThree(ref Unsafe.Add(ref chunk, 18 * Panels.Lanes), ref s60, ref s61, ref s62);
                AddThree(ref Unsafe.Add(ref chunk, 21 * Panels.Lanes), ref s70, ref s71, ref s72);
            }

            if (!isLast)
            {
                StoreThree(ref chunk, s00, s01, s02);
                StoreThree(ref Unsafe.Add(ref chunk, 3 * Panels.Lanes), s10, s11, s12);
                StoreThree(ref Unsafe.Add(ref chunk, 6 * Panels.Lanes), s20, s21, s22);
                StoreThree(ref Unsafe.Add(ref chunk, 9 * Panels.Lanes), s30, s31, s32);
                StoreThree(ref Unsafe.Add(ref chunk, 12 * Panels.Lanes), s40, s41, s42);
                StoreThree(ref Unsafe.Add(ref chunk, 15 * Panels.Lanes), s50, s51, s52);
                StoreThree(ref Unsafe.Add(ref chunk, 18 * Panels.Lanes), s60, s61, s62);
                StoreThree(ref Unsafe.Add(ref chunk, 21 * Panels.Lanes), s70, s71, s72);
                continue;
            }

            if (start >= Chunk)
            {
                AddThree(ref target, ref s00, ref s01, ref s02);
                AddThree(ref Unsafe.Add(ref target, padded), ref s10, ref s11, ref s12);
                AddThree(ref Unsafe.Add(ref target, 2 * padded), ref s20, ref s21, ref s22);
                AddThree(ref Unsafe.Add(ref target, 3 * padded), ref s30, ref s31, ref s32);
                AddThree(ref Unsafe.Add(ref target, 4 * padded), ref s40, ref s41, ref s42);
                AddThree(ref Unsafe.Add(ref target, 5 * padded), ref s50, ref s51, ref s52);
                AddThree(ref Unsafe.Add(ref target, 6 * padded), ref s60, ref s61, ref s62);
                AddThree(ref Unsafe.Add(ref target, 7 * padded), ref s70, ref s71, ref s72);
            }

            StoreThree(ref target, s00, s01, s02);
            StoreThree(ref Unsafe.Add(ref target, padded), s10, s11, s12);
            StoreThree(ref Unsafe.Add(ref target, 2 * padded), s20, s21, s22);
            StoreThree(ref Unsafe.Add(ref target, 3 * padded), s30, s31, s32);
            StoreThree(ref Unsafe.Add(ref target, 4 * padded), s40, s41, s42);
            StoreThree(ref Unsafe.Add(ref target, 5 * padded), s50, s51, s52);
            StoreThree(ref Unsafe.Add(ref target, 6 * padded), s60, s61, s62);
            StoreThree(ref Unsafe.Add(ref target, 7 * padded), s70, s71, s72);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void EightRows<T>(ref float x, Panels panels, int panel, ref float target, nint padded)
        where T : struct, IFloatLanes<T>
    {
        int features = panels.FeatureCount;
        ref float p0 = ref panels[panel];
        Span<float> room = stackalloc float[8 * Panels.Lanes + CacheLine / sizeof(float)];
        ref float chunk = ref Aligned(room);
        for (int start = 0, block = 0; start < features; start += FeatureBlock, block++)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T s0 = T.Broadcast(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
            for (nint j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * Panels.Lanes));
                ref float xj = ref Unsafe.Add(ref x, j * RowGroup);
                T b = T.Broadcast(xj);
                s0 = T.FusedMultiplyAdd(b, u0, s0);
                b = T.Broadcast(Unsafe.Add(ref xj, 1));
                s1 = T.FusedMultiplyAdd(b, u0, s1);
                b = T.Broadcast(Unsafe.Add(ref xj, 2));
                s2 = T.FusedMultiplyAdd(b, u0, s2);
                b = T.Broadcast(Unsafe.Add(ref xj, 3));
                s3 = T.FusedMultiplyAdd(b, u0, s3);
                b = T.Broadcast(Unsafe.Add(ref xj, 4));
                s4 = T.FusedMultiplyAdd(b, u0, s4);
                b = T.Broadcast(Unsafe.Add(ref xj, 5));
                s5 = T.FusedMultiplyAdd(b, u0, s5);
                b = T.Broadcast(Unsafe.Add(ref xj, 6));
                s6 = T.FusedMultiplyAdd(b, u0, s6);
                b = T.Broadcast(Unsafe.Add(ref xj, 7));
                s7 = T.FusedMultiplyAdd(b, u0, s7);
            }

            bool isFirst = block % BlocksInChunk == 0, isLast = block % BlocksInChunk == BlocksInChunk - 1 || end >= features;
            if (!isFirst)
            {
                AddOne(ref chunk, ref s0);
                AddOne(ref Unsafe.Add(ref chunk, Panels.Lanes), ref s1);
                AddOne(ref Unsafe.Add(ref chunk, 2 * Panels.Lanes), ref s2);
                AddOne(ref Unsafe.Add(ref chunk, 3 * Panels.Lanes), ref s3);
                AddOne(ref Unsafe.Add(ref chunk, 4 * Panels.Lanes), ref s4);
                AddOne(ref Unsafe.Add(ref chunk, 5 * Panels.Lanes), ref s5);
                AddOne(ref Unsafe.Add(ref chunk, 6 * Panels.Lanes), ref s6);
                AddOne(ref Unsafe.Add(ref chunk, 7 * Panels.Lanes), ref s7);
            }

            if (!isLast)
            {
                StoreOne(ref chunk, s0);
                StoreOne(ref Unsafe.Add(ref chunk, Panels.Lanes), s1);
                StoreOne(ref Unsafe.Add(ref chunk, 2 * Panels.Lanes), s2);
                StoreOne(ref Unsafe.Add(ref chunk, 3 * Panels.Lanes), s3);
                StoreOne(ref Unsafe.Add(ref chunk, 4 * Panels.Lanes), s4);
                StoreOne(ref Unsafe.Add(ref chunk, 5 * Panels.Lanes), s5);
                StoreOne(ref Unsafe.Add(ref chunk, 6 * Panels.Lanes), s6);
                StoreOne(ref Unsafe.Add(ref chunk, 7 * Panels.Lanes), s7);
                continue;
            }

            if (start >= Chunk)
            {
                AddOne(ref target, ref s0);
                AddOne(ref Unsafe.Add(ref target, padded), ref s1);
                AddOne(ref Unsafe.Add(ref target, 2 * padded), ref s2);
                AddOne(ref Unsafe.Add(ref target, 3 * padded), ref s3);
                AddOne(ref Unsafe.Add(ref target, 4 * padded), ref s4);
                AddOne(ref Unsafe.Add(ref target, 5 * padded), ref s5);
                AddOne(ref Unsafe.Add(ref target, 6 * padded), ref s6);
                AddOne(ref Unsafe.Add(ref target, 7 * padded), ref s7);
            }

            StoreOne(ref target, s0);
            StoreOne(ref Unsafe.Add(ref target, padded), s1);
            StoreOne(ref Unsafe.Add(ref target, 2 * padded), s2);
            StoreOne(ref Unsafe.Add(ref target, 3 * padded), s3);
            StoreOne(ref Unsafe.Add(ref target, 4 * padded), s4);
            StoreOne(ref Unsafe.Add(ref target, 5 * padded), s5);
            StoreOne(ref Unsafe.Add(ref target, 6 * padded), s6);
            StoreOne(ref Unsafe.Add(ref target, 7 * padded), s7);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRowsThreeVectors<T>(ref float x, Panels panels, int vector, ref float target, nint padded)
        where T : struct, IFloatLanes<T>
    {
        int features = panels.FeatureCount;
        ref float p0 = ref Vector<T>(panels, vector);
        ref float p1 = ref Vector<T>(panels, vector + 1);
        ref float p2 = ref Vector<T>(panels, vector + 2);
        Span<float> room = stackalloc float[12 * Panels.Lanes + CacheLine / sizeof(float)];
        ref float chunk = ref Aligned(room);
        for (int start = 0, block = 0; start < features; start += FeatureBlock, block++)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T s00 = T.Broadcast(0), s01 = s00, s02 = s00, s10 = s00, s11 = s00, s12 = s00;
            T s20 = s00, s21 = s00, s22 = s00, s30 = s00, s31 = s00, s32 = s00;
            for (nint j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * Panels.Lanes));
                T u1 = T.Load(in Unsafe.Add(ref p1, j * Panels.Lanes));
                T u2 = T.Load(in Unsafe.Add(ref p2, j * Panels.Lanes));
                ref float xj = ref Unsafe.Add(ref x, j * RowGroup);
                T b = T.Broadcast(xj);
                s00 = T.FusedMultiplyAdd(b, u0, s00);
                s01 = T.FusedMultiplyAdd(b, u1, s01);
                s02 = T.FusedMultiplyAdd(b, u2, s02);
                b = T.Broadcast(Unsafe.Add(ref xj, 1));
                s10 = T.FusedMultiplyAdd(b, u0, s10);
                s11 = T.FusedMultiplyAdd(b, u1, s11);
                s12 = T.FusedMultiplyAdd(b, u2, s12);
                b = T.Broadcast(Unsafe.Add(ref xj, 2));
                s20 = T.FusedMultiplyAdd(b, u0, s20);
                s21 = T.FusedMultiplyAdd(b, u1, s21);
                s22 = T.FusedMultiplyAdd(b, u2, s22);
                b = T.Broadcast(Unsafe.Add(ref xj, 3));
                s30 = T.FusedMultiplyAdd(b, u0, s30);
                s31 = T.FusedMultiplyAdd(b, u1, s31);
                s32 = T.FusedMultiplyAdd(b, u2, s32);
            }

            bool isFirst = block % BlocksInChunk == 0, isLast = block % BlocksInChunk == BlocksInChunk - 1 || end >= features;
            if (!isFirst)
            {
                AddThree(ref chunk, ref s00, ref s01, ref s02);
                AddThree(ref Unsafe.Add(ref chunk, 3 * T.Count), ref s10, ref s11, ref s12);
                AddThree(ref Unsafe.Add(ref chunk, 6 * T.Count), ref s20, ref s21, ref s22);
                AddThree(ref Unsafe.Add(ref chunk, 9 * T.Count), ref s30, ref s31, ref s32);
            }

            if (!isLast)
            {
                StoreThree(ref chunk, s00, s01, s02);
                StoreThree(ref Unsafe.Add(ref chunk, 3 * T.Count), s10, s11, s12);
                StoreThree(ref Unsafe.Add(ref chunk, 6 * T.Count), s20, s21, s22);
                StoreThree(ref Unsafe.Add(ref chunk, 9 * T.Count), s30, s31, s32);
                continue;
            }

            if (start >= Chunk)
            {
                AddThree(ref target, ref s00, ref s01, ref s02);
                AddThree(ref Unsafe.Add(ref target, padded), ref s10, ref s11, ref s12);
                AddThree(ref Unsafe.Add(ref target, 2 * padded), ref s20, ref s21, ref s22);
                AddThree(ref Unsafe.Add(ref target, 3 * padded), ref s30, ref s31, ref s32);
            }

            StoreThree(ref target, s00, s01, s02);
            StoreThree(ref Unsafe.Add(ref target, padded), s10, s11, s12);
            StoreThree(ref Unsafe.Add(ref target, 2 * padded), s20, s21, s22);
            StoreThree(ref Unsafe.Add(ref target, 3 * padded), s30, s31, s32);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void FourRowsOneVector<T>(ref float x, Panels panels, int vector, ref float target, nint padded)
        where T : struct, IFloatLanes<T>
    {
        int features = panels.FeatureCount;
        ref float p0 = ref Vector<T>(panels, vector);
        Span<float> room = stackalloc float[4 * Panels.Lanes + CacheLine / sizeof(float)];
        ref float chunk = ref Aligned(room);
        for (int start = 0, block = 0; start < features; start += FeatureBlock, block++)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T s0 = T.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            for (nint j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * Panels.Lanes));
                ref float xj = ref Unsafe.Add(ref x, j * RowGroup);
                T b = T.Broadcast(xj);
                s0 = T.FusedMultiplyAdd(b, u0, s0);
                b = T.Broadcast(Unsafe.Add(ref xj, 1));
                s1 = T.FusedMultiplyAdd(b, u0, s1);
                b = T.Broadcast(Unsafe.Add(ref xj, 2));
                s2 = T.FusedMultiplyAdd(b, u0, s2);
                b = T.Broadcast(Unsafe.Add(ref xj, 3));
                s3 = T.FusedMultiplyAdd(b, u0, s3);
            }

            bool isFirst = block % BlocksInChunk == 0, isLast = block % BlocksInChunk == BlocksInChunk - 1 || end >= features;
            if (!isFirst)
            {
                AddOne(ref chunk, ref s0);
                AddOne(ref Unsafe.Add(ref chunk, T.Count), ref s1);
                AddOne(ref Unsafe.Add(ref chunk, 2 * T.Count), ref s2);
                AddOne(ref Unsafe.Add(ref chunk, 3 * T.Count), ref s3);
            }

            if (!isLast)
            {
                StoreOne(ref chunk, s0);
                StoreOne(ref Unsafe.Add(ref chunk, T.Count), s1);
                StoreOne(ref Unsafe.Add(ref chunk, 2 * T.Count), s2);
                StoreOne(ref Unsafe.Add(ref chunk, 3 * T.Count), s3);
                continue;
            }

            if (start >= Chunk)
            {
                AddOne(ref target, ref s0);
                AddOne(ref Unsafe.Add(ref target, padded), ref s1);
                AddOne(ref Unsafe.Add(ref target, 2 * padded), ref s2);
                AddOne(ref Unsafe.Add(ref target, 3 * padded), ref s3);
            }

            StoreOne(ref target, s0);
            StoreOne(ref Unsafe.Add(ref target, padded), s1);
            StoreOne(ref Unsafe.Add(ref target, 2 * padded), s2);
            StoreOne(ref Unsafe.Add(ref target, 3 * padded), s3);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneRowFourPanels<T>(ref float x, Panels panels, int panel, ref float target)
        where T : struct, IFloatLanes<T>
    {
        int features = panels.FeatureCount;
        ref float p0 = ref panels[panel];
        ref float p1 = ref panels[panel + 1];
        ref float p2 = ref panels[panel + 2];
        ref float p3 = ref panels[panel + 3];
        Span<float> room = stackalloc float[4 * Panels.Lanes + CacheLine / sizeof(float)];
        ref float chunk = ref Aligned(room);
        for (int start = 0, block = 0; start < features; start += FeatureBlock, block++)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T s0 = T.Broadcast(0), s1 = s0, s2 = s0, s3 = s0;
            for (nint j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * Panels.Lanes));
                T u1 = T.Load(in Unsafe.Add(ref p1, j * Panels.Lanes));
                T u2 = T.Load(in Unsafe.Add(ref p2, j * Panels.Lanes));
                T u3 = T.Load(in Unsafe.Add(ref p3, j * Panels.Lanes));
                T b = T.Broadcast(Unsafe.Add(ref x, j));
                s0 = T.FusedMultiplyAdd(b, u0, s0);
                s1 = T.FusedMultiplyAdd(b, u1, s1);
                s2 = T.FusedMultiplyAdd(b, u2, s2);
                s3 = T.FusedMultiplyAdd(b, u3, s3);
            }

            bool isFirst = block % BlocksInChunk == 0, isLast = block % BlocksInChunk == BlocksInChunk - 1 || end >= features;
            if (!isFirst)
            {
                AddFour(ref chunk, ref s0, ref s1, ref s2, ref s3);
            }

            if (!isLast)
            {
                StoreFour(ref chunk, s0, s1, s2, s3);
                continue;
            }

            if (start >= Chunk)
            {
                AddFour(ref target, ref s0, ref s1, ref s2, ref s3);
            }

            StoreFour(ref target, s0, s1, s2, s3);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OneRowOnePanel<T>(ref float x, Panels panels, int panel, ref float target)
        where T : struct, IFloatLanes<T>
    {
        int features = panels.FeatureCount;
        ref float p0 = ref panels[panel];
        Span<float> room = stackalloc float[1 * Panels.Lanes + CacheLine / sizeof(float)];
        ref float chunk = ref Aligned(room);
        for (int start = 0, block = 0; start < features; start += FeatureBlock, block++)
        {
            int end = Math.Min(start + FeatureBlock, features);
            T s0 = T.Broadcast(0);
            for (nint j = start; j < end; j++)
            {
                T u0 = T.Load(in Unsafe.Add(ref p0, j * Panels.Lanes));
                T b = T.Broadcast(Unsafe.Add(ref x, j));
                s0 = T.FusedMultiplyAdd(b, u0, s0);
            }

            bool isFirst = block % BlocksInChunk == 0, isLast = block % BlocksInChunk == BlocksInChunk - 1 || end >= features;
            if (!isFirst)
            {
                AddOne(ref chunk, ref s0);
            }

            if (!isLast)
            {
                StoreOne(ref chunk, s0);
                continue;
            }

            if (start >= Chunk)
            {
                AddOne(ref target, ref s0);
            }

            StoreOne(ref target, s0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreOne<T>(ref float target, T s0)
        where T : struct, IFloatLanes<T> => T.Store(s0, ref target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreThree<T>(ref float target, T s0, T s1, T s2)
        where T : struct, IFloatLanes<T>
    {
        T.Store(s0, ref target);
        T.Store(s1, ref Unsafe.Add(ref target, T.Count));
        T.Store(s2, ref Unsafe.Add(ref target, 2 * T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour<T>(ref float target, T s0, T s1, T s2, T s3)
        where T : struct, IFloatLanes<T>
    {
        StoreThree(ref target, s0, s1, s2);
        T.Store(s3, ref Unsafe.Add(ref target, 3 * T.Count));
    }

    /// <summary>What was there before and a sum, in this order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOne<T>(ref float before, ref T s0)
        where T : struct, IFloatLanes<T> => s0 = T.Add(T.Load(in before), s0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddThree<T>(ref float before, ref T s0, ref T s1, ref T s2)
        where T : struct, IFloatLanes<T>
    {
        s0 = T.Add(T.Load(in before), s0);
        s1 = T.Add(T.Load(in Unsafe.Add(ref before, T.Count)), s1);
        s2 = T.Add(T.Load(in Unsafe.Add(ref before, 2 * T.Count)), s2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour<T>(ref float before, ref T s0, ref T s1, ref T s2, ref T s3)
        where T : struct, IFloatLanes<T>
    {
        AddThree(ref before, ref s0, ref s1, ref s2);
        s3 = T.Add(T.Load(in Unsafe.Add(ref before, 3 * T.Count)), s3);
    }

    /// <summary>Vector <paramref name="index"/> of a width that takes several to a panel: where its first feature is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Vector<T>(Panels panels, int index)
        where T : struct, IFloatLanes<T>
    {
        int lane = index * T.Count;
        return ref Unsafe.Add(ref panels[lane / Panels.Lanes], lane % Panels.Lanes);
    }

    /// <summary>Whether the panels that come next are fetched meanwhile.</summary>
    private interface IFetch
    {
        static abstract void Line(ref float address);
    }

    private readonly struct FetchNothing : IFetch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Line(ref float address)
        {
        }
    }

    /// <summary>Into the second cache: with several groups of rows a tile, the first would wait for its panels.</summary>
    private readonly struct FetchNext : IFetch
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static unsafe void Line(ref float address)
        {
            if (Sse.IsSupported)
                Sse.Prefetch1(Unsafe.AsPointer(ref address));
        }
    }

    /// <summary>The first float of the first whole cache line: vectors that straddle two cost twice.</summary>
    private static unsafe ref float Aligned(Span<float> room)
    {
        ref float first = ref MemoryMarshal.GetReference(room);
        nuint past = (nuint)Unsafe.AsPointer(ref first) % CacheLine;
        return ref Unsafe.AddByteOffset(ref first, past == 0 ? 0 : CacheLine - past);
    }
}
