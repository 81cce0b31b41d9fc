using System.Text;
using System.Text.Json;

namespace Reminisce.Encoders.Tests;

public sealed class BytePairTokenizerTests
{
    // What bytes above 7F look like in such a vocabulary: é is C3 A9.
    private static readonly string[] s_clip =
    [
        .. "abcdefghijklmnopqrstuvwxyz!.'Ã©".Select(c => $"{c}"), .. "abcdefghijklmnopqrstuvwxyz!.'Ã©".Select(c => $"{c}</w>"),
        "ca", "cat</w>", "ph", "to</w>", "oto</w>", "photo</w>", "Ã©</w>", "'s</w>", "<|startoftext|>", "<|endoftext|>",
    ];

    private static readonly string[] s_gpt =
        ["<s>", "<pad>", "</s>", .. "abcdefghijklmnopqrstuvwxyzC!.<>/Ã©Ġ".Select(c => $"{c}"), "Ġc", "Ġca", "Ġcat", "ca", "cat", "Ã©"];

    [Theory]
    [InlineData("a photo of a CAT!", "a</w> photo</w> o f</w> a</w> cat</w> !</w>")]
    [InlineData("  cat\n\tcat ", "cat</w> cat</w>")]
    [InlineData("cafe\u0301", "ca f Ã©</w>")]
    [InlineData("cat's", "cat</w> ' s</w>")]
    [InlineData("<|endoftext|>", null)]
    public void Encode_ClipVocabulary_EndsWords(string text, string? expected)
    {
        if (expected is null)
        {
            // What a person writes is text: the marks are cut into characters, and none of them ends the text.
            Assert.DoesNotContain(s_clip.Length - 1, Clip(32).Encode("endoftext", out _)[1..^1]);
            return;
        }

        Assert.Equal($"<|startoftext|> {expected} <|endoftext|>", Tokens(Clip(32), s_clip, text));
    }

    [Theory]
    [InlineData("cat cat", "cat Ġcat")]
    [InlineData("Cat!", "C a t !")]
    [InlineData("café  cat", "ca f Ã© Ġ Ġcat")]
    public void Encode_GptVocabulary_KeepsSpacesAndCase(string text, string expected) =>
        Assert.Equal($"<s> {expected} </s>", Tokens(Gpt(32), s_gpt, text));

    [Fact]
    public void Encode_LongText_IsCutToTheTowersTokens()
    {
        var ids = Clip(8).Encode(string.Concat(Enumerable.Repeat("cat ", 200_000)), out var truncated);
        Assert.True(truncated);
        Assert.Equal(8, ids.Length);
        Assert.Equal((s_clip.Length - 2, s_clip.Length - 1), (ids[0], ids[^1]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void Encode_Nothing_IsRefused(string text) => Assert.Throws<TextException>(() => Clip(8).Encode(text, out _));

    [Fact]
    public void Create_FilledUp_AlwaysGivesTheMost()
    {
        var tower = new PackTower
        {
            Name = "text",
            Modality = "text",
            Layers = 1,
            Width = 1,
            MaxTokens = 12,
            SuperficialLayer = 1,
            Stages = [],
            Exits = [],
            Tokenizer = Description("</w>", "<|startoftext|>", "<|endoftext|>", "!</w>") with { PadToMax = true },
        };
        var ids = TextTokenizers.Create(tower, path => path == "vocab.json" ? Json(s_clip) : Merges("c a", "ca t</w>")).Encode("cat cat", out _);
        Assert.Equal(12, ids.Length);
        Assert.All(ids[4..], id => Assert.Equal(Array.IndexOf(s_clip, "!</w>"), id));
    }

    [Theory]
    [InlineData("[1]", "c a")]
    [InlineData("not json", "c a")]
    [InlineData("""{ "c": 0 }""", "c a")]
    public void Create_DamagedFiles_IsRefused(string vocabulary, string merges) =>
        Assert.Throws<ModelPackException>(() => new BytePairTokenizer(Description(null, "c", "c", "missing"), 8, Encoding.UTF8.GetBytes(vocabulary), Merges(merges)));

    [Fact]
    public void Create_MergeOfUnknownPieces_IsRefused() =>
        Assert.Throws<ModelPackException>(() => new BytePairTokenizer(Description(null, "<s>", "</s>", "<pad>"), 8, Json(s_gpt), Merges("q q")));

    private static BytePairTokenizer Clip(int tokens) => new(
        Description("</w>", "<|startoftext|>", "<|endoftext|>", "<|endoftext|>") with { Lowercase = true }, tokens, Json(s_clip), Merges("#version: 0.2", "c a", "ca t</w>", "p h", "t o</w>", "o to</w>", "ph oto</w>", "Ã ©</w>"));

    private static BytePairTokenizer Gpt(int tokens) => new(
        Description(null, "<s>", "</s>", "<pad>"), tokens, Json(s_gpt), Merges("Ġ c", "Ġc a", "Ġca t", "c a", "ca t", "Ã ©"));

    private static PackTokenizer Description(string? endOfWord, string begin, string end, string padding) =>
        new(PackTokenizer.Bpe, "vocab.json", false) { Merges = "merges.txt", EndOfWord = endOfWord, Begin = begin, End = end, Padding = padding };

    private static string Tokens(BytePairTokenizer tokenizer, string[] vocabulary, string text) => string.Join(' ', tokenizer.Encode(text, out _).Select(id => vocabulary[id]));

    private static byte[] Json(string[] tokens) => JsonSerializer.SerializeToUtf8Bytes(tokens.Distinct().ToDictionary(t => t, t => Array.IndexOf(tokens, t)));

    private static byte[] Merges(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
}
