using System.Text;
using System.Text.RegularExpressions;

namespace Reminisce.Memory.Rendering;

/// <summary>Takes renderings out of text that is about to be remembered, so that what was recalled is not stored again.</summary>
internal static class RenderedBlocks
{
    // Room for the line ends and spaces that a copy may have; bounded, so that no text makes the search slow.
    private const string LineEnd = "\\s{1,4}";

    private static readonly Regex s_opening = new(
        $"(?:(?:{RecallHead()}|{PreviewHead()})?{Regex.Escape(RenderingWords.Warning)}{LineEnd})?(?<open><{RenderingWords.Mark}(?: [^<>\\r\\n]*)?>)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);

    /// <summary>Removes each rendering with the lines that introduce it; one that is not closed reaches to the end.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text outside; a line end stands where a rendering was, so that what remains cannot join to a mark.</returns>
    /// <remarks>Takes time in proportion to the length of the text.</remarks>
    public static string Remove(string text)
    {
        if (!text.Contains($"<{RenderingWords.Mark}", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        var outside = new StringBuilder(text.Length);
        var position = 0;
        for (var match = s_opening.Match(text); match.Success; match = s_opening.Match(text, position))
        {
            outside.Append(text, position, match.Index - position).Append('\n');
            var closing = $"</{match.Groups["open"].Value[1..]}";
            var end = text.IndexOf(closing, match.Index + match.Length, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
            {
                return outside.ToString();
            }

            position = end + closing.Length;
        }

        return outside.Append(text, position, text.Length - position).ToString();
    }

    private static string RecallHead() =>
        $"(?:{RenderingWords.NothingFound}|Found [0-9]+ memor(?:y|ies))(?: from \\S+{RenderingWords.Until}\\S+)?(?:{Regex.Escape(RenderingWords.OtherReadings)})?\\.{LineEnd}";

    private static string PreviewHead() =>
        $"{Regex.Escape(RenderingWords.PreviewHead)}[^\\r\\n]{{1,200}}{LineEnd}{RenderingWords.PreviewCount}[^\\r\\n]{{1,300}}{LineEnd}";
}
