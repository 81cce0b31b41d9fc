using System.Text.Json;
using Reminisce.Memory.Rendering;

namespace Reminisce.Memory;

/// <summary>Reads back what a <see cref="MemoryRenderer"/> wrote.</summary>
/// <remarks>Thread-safe. For chat clients without a language model and for showing citations beside an answer.</remarks>
public static class RenderedMemories
{
    private const string HintStart = "{\"hint\"";

    /// <summary>Tells whether a recall was for a span of time: a phrase of time in the question was understood.</summary>
    /// <param name="result">A rendered recall.</param>
    /// <returns>Whether the first line, which holds no recalled content, names a span.</returns>
    /// <exception cref="ArgumentNullException">No text was given.</exception>
    public static bool HasTimeSpan(string result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Split('\n', 2)[0].Contains(RenderingWords.Until, StringComparison.Ordinal);
    }

    /// <summary>Reads the memories of a rendering.</summary>
    /// <param name="result">A rendered recall or preview of forgetting.</param>
    /// <returns>The memories in the order given; empty when there are none or the text is not a rendering.</returns>
    /// <exception cref="ArgumentNullException">No text was given.</exception>
    /// <exception cref="JsonException">A line between the marks is not what a rendering writes.</exception>
    public static IReadOnlyList<RenderedMemory> Parse(string result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. DataLines(result)
            .Where(line => !line.StartsWith(HintStart, StringComparison.Ordinal))
            .Select(line => JsonSerializer.Deserialize<RenderedMemory>(line, RenderingJson.Options)!)];
    }

    /// <summary>Reads what a rendering advises when nothing, or little, was found.</summary>
    /// <param name="result">A rendered recall.</param>
    /// <returns>The hint, or <see langword="null"/> when there is none. It quotes words of the question.</returns>
    /// <exception cref="ArgumentNullException">No text was given.</exception>
    /// <exception cref="JsonException">A line between the marks is not what a rendering writes.</exception>
    public static string? Hint(string result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return DataLines(result).FirstOrDefault(line => line.StartsWith(HintStart, StringComparison.Ordinal)) is { } line
            ? JsonSerializer.Deserialize<Dictionary<string, string>>(line, RenderingJson.Options)!["hint"]
            : null;
    }

    private static List<string> DataLines(string result)
    {
        var lines = new List<string>();
        var end = default(string);
        foreach (var line in result.Split('\n'))
        {
            if (end is null)
            {
                end = line.StartsWith($"<{RenderingWords.Mark} ", StringComparison.Ordinal) ? $"</{line[1..]}" : null;
            }
            else if (line == end)
            {
                return lines;
            }
            else
            {
                lines.Add(line);
            }
        }

        return end is null ? [] : throw new JsonException($"The end mark {end} was expected after the memories and is missing.");
    }
}
