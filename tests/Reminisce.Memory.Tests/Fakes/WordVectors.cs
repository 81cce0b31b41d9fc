using System.Text;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Time;

namespace Reminisce.Memory.Tests.Fakes;

/// <summary>An encoder for tests: a text is the bag of its words; a picture's bytes are the words it shows.</summary>
internal static class WordVectors
{
    public const string Undecodable = "not a picture";
    private const int Dimensions = 256;

    /// <summary>Gets what bags of words without a word in common look like.</summary>
    public static ScoreCalibration Calibration { get; } = new(0, 0.125, 0.6);

    public static ReadOnlyMemory<float> Encode(AIContent content)
    {
        var text = content is DataContent data ? Encoding.UTF8.GetString(data.Data.Span) : ((TextContent)content).Text;
        if (content is DataContent && text == Undecodable)
        {
            throw new FormatException("The picture cannot be decoded.");
        }

        var vector = new float[Dimensions];
        foreach (var token in Words(text))
        {
            var hash = 2166136261u;
            foreach (var c in token)
            {
                hash = (hash ^ c) * 16777619;
            }

            vector[hash % Dimensions]++;
        }

        var norm = MathF.Sqrt(vector.Sum(v => v * v));
        return norm == 0 ? vector : vector.Select(v => v / norm).ToArray();
    }

    public static IEnumerable<string> Words(string text) =>
        TimeTokenizer.Tokenize(text).Where(t => char.IsLetterOrDigit(t.Text[0])).Select(t => t.Text);
}
