using OcDtd.Fast.Bench.Measuring;

namespace OcDtd.Fast.Bench.Limits;

/// <summary>
/// Plain reads of one buffer: by one core, and by all of them at once, each reading the whole of it as each reads the whole model.
/// </summary>
internal sealed class ReadCases
{
    private const double ReadPerThread = 400e6; // bytes: some 5 ms, so that starting threads is lost in it

    private readonly float[] _buffer;
    private readonly Case[] _one;
    private readonly Case[] _all;
    private readonly int _repeats;

    internal ReadCases(string what, long bytes)
    {
        What = what;
        _buffer = GC.AllocateArray<float>((int)(bytes / sizeof(float)), pinned: true);
        Array.Fill(_buffer, 1f);
        _repeats = (int)Math.Max(1, ReadPerThread / bytes);
        _one =
        [
            Case.Here("read", () => Sum += PlainRead.OneStream(_buffer)),
            Case.Here("read", () => Sum += PlainRead.FourStreams(_buffer)),
        ];
        _all =
        [
            Case.Here("read", () => OnAllCores(() => PlainRead.OneStream(_buffer))),
            Case.Here("read", () => OnAllCores(() => PlainRead.FourStreams(_buffer))),
        ];
    }

    internal string What { get; }

    /// <summary>Of all that was read, so that no loop is thrown away.</summary>
    internal float Sum { get; private set; }

    internal double Bytes => (double)_buffer.Length * sizeof(float);

    internal IReadOnlyList<Case> Cases => [.. _one, .. _all];

    /// <summary>Bytes a second, by one core and by all together, the better way of reading each.</summary>
    internal (double One, double All) Found(IReadOnlyList<Measured> measured)
    {
        double Best(Case[] cases, double bytes) => cases.Max(c => bytes / measured.First(m => m.Case == c).Minimum);

        return (Best(_one, Bytes), Best(_all, Bytes * _repeats * Environment.ProcessorCount));
    }

    private void OnAllCores(Func<float> read)
    {
        float[] sums = new float[Environment.ProcessorCount];
        var threads = new Thread[sums.Length - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            int index = i;
            threads[i] = new Thread(() => sums[index] = Repeat(read));
            threads[i].Start();
        }

        sums[^1] = Repeat(read);
        foreach (Thread thread in threads)
            thread.Join();
        Sum += sums.Sum();
    }

    private float Repeat(Func<float> read)
    {
        float sum = 0;
        for (int i = 0; i < _repeats; i++)
            sum += read();
        return sum;
    }
}
