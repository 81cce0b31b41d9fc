using System.Text.Json;
using Reminisce.Memory.Rendering;

namespace Reminisce.Memory;

/// <summary>Reads back what a <see cref="MemoryRenderer"/> wrote.</summary>
/// <remarks>Thread-safe. For chat clients without a language model and for showing citations beside an answer.</remarks>
public static class RenderedMemories
{
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
        var memories = new List<RenderedMemory>();
        var end = default(string);
        foreach (var line in result.Split('\n'))
        {
            if (end is null)
            {
                end = line.StartsWith($"<{RenderingWords.Mark} ", StringComparison.Ordinal) ? $"</{line[1..]}" : null;
            }
            else if (line == end)
            {
                return memories;
            }
            else if (!line.StartsWith("{\"hint\"", StringComparison.Ordinal))
            {
                memories.Add(JsonSerializer.Deserialize<RenderedMemory>(line, RenderingJson.Options)!);
            }
        }

        return end is null ? [] : throw new JsonException($"The end mark {end} was expected after the memories and is missing.");
    }
}
