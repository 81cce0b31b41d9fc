using System.Diagnostics;
using System.Text.Json.Nodes;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>How fast one core codes and reads activations of a tower's shape.</summary>
internal static class CodecMeasurement
{
    private const int Rounds = 200;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);

    public static JsonObject Run(PackTower tower)
    {
        var random = new Random(1);
        var values = new float[tower.MaxTokens * tower.Width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)((random.NextDouble() * 2) - 1);
        }

        var report = new JsonObject();
        foreach (var format in (ActivationFormat[])[ActivationFormat.Int4, ActivationFormat.Int8])
        {
            var data = new byte[ActivationCodec.GetByteCount(format, tower.MaxTokens, tower.Width)];
            var name = format.ToString().ToLowerInvariant();
            report[$"{name}_encode_gb_per_second"] = Rate(values.Length, () => ActivationCodec.Encode(format, values, tower.Width, data));
            report[$"{name}_decode_gb_per_second"] = Rate(values.Length, () => ActivationCodec.Decode(format, data, tower.Width, values));
        }

        return report;
    }

    private static double Rate(int values, Action code)
    {
        // The compiler optimises in the background, once it finds the time.
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < s_warmUp;)
        {
            code();
        }

        var seconds = new List<double>(Rounds);
        for (var i = 0; i < Rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            code();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Math.Round(values * sizeof(float) / Samples.Median(seconds) / 1e9, 2);
    }
}
