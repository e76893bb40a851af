using System.Buffers;
using System.Text.Json;
using OcDtd.Fast.Cli.Demo;
using OcDtd.Fast.Onnx;

namespace OcDtd.Fast.Cli.View;

/// <summary>The page's samples.json (onnx-export/web/README.md): a few embedded digits, for models of pictures of their size.</summary>
internal static class SampleDigits
{
    private const int OfEach = 3;
    private const int Divisor = 255;

    private static readonly SampleShape s_shape = new(28, 28);

    /// <summary>The file; without samples where the model's shape is not the digits'.</summary>
    internal static byte[] Json(SavedModel saved)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("title", "Test digits");
            json.WriteString("note", "From MNIST by LeCun, Cortes and Burges, CC BY-SA 3.0.");
            json.WriteNumber("divisor", Divisor);
            json.WriteStartArray("samples");
            if (saved.Description.Shape == s_shape)
                WriteDigits(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteDigits(Utf8JsonWriter json)
    {
        using var digits = Digits.Load();
        foreach (int digit in digits.TestLabels.Distinct().Order())
        {
            foreach (int row in digits.FirstOf(digit, OfEach))
            {
                json.WriteStartObject();
                json.WriteString("label", digit.ToString(System.Globalization.CultureInfo.InvariantCulture));
                json.WriteStartArray("values");
                foreach (float value in digits.Test.Rows.GetRowSpan(row))
                    json.WriteNumberValue((int)MathF.Round(value * Divisor));
                json.WriteEndArray();
                json.WriteEndObject();
            }
        }
    }
}
