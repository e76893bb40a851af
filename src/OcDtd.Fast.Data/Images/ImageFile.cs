using CommunityToolkit.HighPerformance.Buffers;
using OcDtd.Fast.Data.Files;
using SkiaSharp;

namespace OcDtd.Fast.Data.Images;

/// <summary>An opened PNG or JPEG file whose header is read.</summary>
internal sealed unsafe class ImageFile : IDisposable
{
    /// <summary>Of decoded bytes: red, green, blue, alpha, also where the file stores grey.</summary>
    internal const int BytesPerPixel = 4;

    // Deflate packs at most 1032:1 and a PNG pixel takes at least a bit, JPEG at least a bit for 64 pixels: more pixels a byte are a lie.
    private const long MostPixelsPerByte = 8 * 1032;

    private readonly FileStream _stream;
    private readonly SKCodec _codec;

    /// <exception cref="DataException">The file is missing, unreadable, or no image of a believable size.</exception>
    internal ImageFile(string path)
    {
        Path = path;
        _stream = InputFile.Open(path);
        try
        {
            bool storesGreyWithAlpha = StoresGreyWithAlpha(_stream);
            _codec = SKCodec.Create(_stream, out SKCodecResult result)
                ?? throw new DataException($"{path}: does not decode ({result}); expected a PNG or JPEG image.");
            IsGrey = storesGreyWithAlpha || _codec.Info.ColorType == SKColorType.Gray8;
            (Height, Width) = (_codec.Info.Height, _codec.Info.Width);
            if ((long)Height * Width > Math.Min(_stream.Length * MostPixelsPerByte, Array.MaxLength / BytesPerPixel))
            {
                string found = $"claims {Width} x {Height} pixels in {_stream.Length} bytes";
                throw new DataException($"{path}: {found}; expected an image of a believable size.");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal string Path { get; }

    internal int Height { get; }

    internal int Width { get; }

    /// <summary>True if the file stores grey, with or without alpha; RGB of three equal values is not grey.</summary>
    internal bool IsGrey { get; }

    public void Dispose()
    {
        _codec?.Dispose();
        _stream.Dispose();
    }

    /// <summary>Decodes the pixels into [0, 1]: one value a pixel, or red, green and blue.</summary>
    /// <param name="values">Height * Width * <paramref name="channels"/> values.</param>
    /// <param name="channels">1, for grey files only, or 3.</param>
    /// <exception cref="DataException">The file does not decode to its last pixel.</exception>
    internal void Decode(Span<float> values, int channels)
    {
        using SpanOwner<byte> pixels = DecodeBytes();
        ReadOnlySpan<byte> bytes = pixels.Span;
        int pixelCount = values.Length / channels;
        for (int pixel = 0; pixel < pixelCount; pixel++)
        {
            for (int channel = 0; channel < channels; channel++)
                values[(pixel * channels) + channel] = EightBit.ToUnit(bytes[(pixel * BytesPerPixel) + channel]);
        }
    }

    /// <summary>Decodes the pixels into bytes: red, green, blue, alpha, without padding between rows.</summary>
    /// <returns>Pooled memory that the caller disposes.</returns>
    /// <exception cref="DataException">The file does not decode to its last pixel.</exception>
    internal SpanOwner<byte> DecodeBytes()
    {
        // Unpremultiplied and without colour space: the stored numbers, as other readers give them.
        var info = new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        SpanOwner<byte> bytes = SpanOwner<byte>.Allocate(Height * Width * BytesPerPixel);
        SKCodecResult result;
        fixed (byte* pixels = bytes.Span)
            result = _codec.GetPixels(info, (nint)pixels);
        if (result == SKCodecResult.Success)
            return bytes;
        bytes.Dispose();
        throw new DataException($"{Path}: does not decode to the end ({result}); expected a whole PNG or JPEG image.");
    }

    // Skia reports such files as colour; the PNG header's colour type (byte 25) knows better.
    private static bool StoresGreyWithAlpha(FileStream stream)
    {
        const int GreyWithAlpha = 4;
        Span<byte> start = stackalloc byte[26];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return read == start.Length && start is [0x89, (byte)'P', (byte)'N', (byte)'G', .., GreyWithAlpha];
    }
}
