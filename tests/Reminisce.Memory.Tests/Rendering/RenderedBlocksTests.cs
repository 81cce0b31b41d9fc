using CsCheck;
using Reminisce.Memory.Rendering;
using static Reminisce.Memory.Tests.Fakes.Items;

namespace Reminisce.Memory.Tests.Rendering;

public sealed class RenderedBlocksTests
{
    private const string Open = "<recalled-memories nonce=\"a1\">";
    private const string Close = "</recalled-memories nonce=\"a1\">";

    private static readonly string[] s_pieces =
    [
        Open, Close, "<recalled-memories nonce=\"b2\">", "</recalled-memories nonce=\"b2\">", "<recalled-memories>", "</recalled-memories>",
        "<recalled-", "memories>", RenderingWords.Warning, "Found 2 memories.", RenderingWords.PreviewHead, RenderingWords.Until, "\n", "\r\n",
        "\"}", "<", ">", "a", "\u2028", "\0", "\u202E", "👩\u200D🚀", "\uD800",
    ];

    private static readonly Gen<string> s_text = Gen.Int[0, s_pieces.Length - 1].Array[0, 12].Select(mix => string.Concat(mix.Select(i => s_pieces[i])));

    [Theory]
    [InlineData($"I asked. {Open}\nx\n{Close} Thanks", "I asked. \n Thanks")]
    [InlineData($"{Open}x{Close}and{Open}y{Close}", "\nand\n")]
    [InlineData($"before {Open} never closed", "before \n")]
    [InlineData($"before {Open} another end </recalled-memories nonce=\"b2\"> after", "before \n")]
    [InlineData("a<RECALLED-Memories nonce='q'>x</recalled-memories NONCE='q'>b", "a\nb")]
    [InlineData($"<recalled-{Open}x{Close}memories>", "<recalled-\nmemories>")]
    [InlineData($"You told me: Found 2 memories.\r\n{RenderingWords.Warning}\r\n{Open}\r\nx\r\n{Close}", "You told me: \n")]
    [InlineData($"{RenderingWords.Warning}\n{Open}\nx\n{Close}", "\n")]
    [InlineData($"{RenderingWords.Warning} I like that.", $"{RenderingWords.Warning} I like that.")]
    [InlineData($"Found 2 memories.\n{Close}", $"Found 2 memories.\n{Close}")]
    [InlineData("<recalled-memories-of-summer>", "<recalled-memories-of-summer>")]
    [InlineData("", "")]
    public void Remove_Text_LeavesWhatIsOutside(string text, string outside) => Assert.Equal(outside, RenderedBlocks.Remove(text));

    [Fact]
    public void Remove_AnyMixOfMarks_LeavesNoOpeningMark() => s_text.Sample(
        text =>
        {
            var outside = RenderedBlocks.Remove(text);
            return outside == RenderedBlocks.Remove(outside) && !outside.Contains(Open, StringComparison.Ordinal) && !outside.Contains("<recalled-memories>", StringComparison.Ordinal);
        },
        iter: 2000);

    [Fact]
    public void Remove_AnyRendering_LeavesOnlyWhatStandsAroundIt() => Gen.Select(s_text, s_text, s_text, Gen.Int[0, 7], Gen.Int[1, 200]).Sample(
        (text, source, other, kind, length) =>
        {
            var rendering = Render(text, source, other, kind, new MemoryRenderer(TimeZoneInfo.Utc, length));
            return RenderedBlocks.Remove(rendering) == "\n"
                && RenderedBlocks.Remove($"Before. {rendering} After.") == "Before. \n After."
                && RenderedBlocks.Remove(rendering.Replace("\n", "\r\n", StringComparison.Ordinal)) == "\n"
                && RenderedBlocks.Remove(rendering[..^3]) == "\n";
        },
        iter: 2000);

    private static string Render(string text, string source, string other, int kind, MemoryRenderer renderer)
    {
        var items = new[] { Item(text, source), Item(other, source) };
        if (kind == 0)
        {
            return renderer.RenderPreview(new ForgetPreview("0123456789abcdef", items, At));
        }

        var window = new TimeWindow(At, At.AddDays(1));
        var time = new TimePhrase(text, window, kind % 4 == 3 ? [window] : [], other);
        return renderer.RenderRecall(new RecallResult(kind > 4 ? [] : Found(items).Memories, kind % 2 == 1 ? time : null, kind > 4 ? $"Close: {text}" : null));
    }
}
