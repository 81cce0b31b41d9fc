namespace Reminisce.Encoders.Tests;

public sealed class SentencePieceTextTests
{
    private static readonly string[] s_pieces = ["<pad>", "</s>", "<unk>", "▁", "▁cat", "▁a", "c", "a", "t", "s", "<", "/", ">", "é"];

    [Theory]
    [InlineData("a cat", "▁a ▁cat")]
    [InlineData("  a \n cat ", "▁a ▁cat")]
    [InlineData("cats", "▁cat s")]
    [InlineData("cat\u0065\u0301", "▁cat é")]
    [InlineData("cat q", "▁cat ▁ <unk>")]
    public void Encode_Text_IsCutIntoTheLikeliestPiecesAndEnded(string text, string expected) =>
        Assert.Equal($"{expected} </s>", Tokens(Create(), text));

    [Fact]
    public void Encode_WithBegin_PutsItBefore() => Assert.Equal("<unk> ▁cat </s>", Tokens(Create(Description() with { Begin = "<unk>" }), "cat"));

    [Fact]
    public void Encode_MarkInTheText_IsTextAndEndsNothing() => Assert.DoesNotContain(1, Create().Encode("cat</s>cat", out _)[..^1]);

    [Theory]
    [InlineData("A, CAT!", "▁a ▁cat")]
    [InlineData("cat . s", "▁cat ▁ s")]
    public void Encode_WithoutPunctuation_ReadsSmallLettersAndBlanks(string text, string expected) =>
        Assert.Equal($"{expected} </s>", Tokens(Create(Description() with { Lowercase = true, RemovePunctuation = true }), text));

    [Fact]
    public void Encode_LongText_IsCutToTheTowersTokens()
    {
        var ids = Create().Encode(string.Concat(Enumerable.Repeat("cat ", 200_000)), out var truncated);
        Assert.True(truncated);
        Assert.Equal([4, 4, 4, 4, 4, 4, 4, 1], ids);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void Encode_Nothing_IsRefused(string text) => Assert.Throws<TextException>(() => Create().Encode(text, out _));

    [Fact]
    public void Encode_OnlyPunctuation_IsRefusedWhereItIsTakenOff() =>
        Assert.Throws<TextException>(() => Create(Description() with { RemovePunctuation = true }).Encode("!?", out _));

    [Fact]
    public void Create_SpecialTokenMissing_NamesIt()
    {
        foreach (var description in new[] { Description() with { Begin = "<s>" }, Description() with { End = "<s>" }, Description() with { Padding = "<s>" } })
        {
            var e = Assert.Throws<ModelPackException>(() => Create(description));
            Assert.Equal(("m", "none"), (e.File, e.Found));
            Assert.Contains("'<s>'", e.Expected, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Create_DamagedModel_IsRefusedOrLoads()
    {
        var good = Model();
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var bytes = good.AsSpan(0, random.Next(good.Length + 1)).ToArray();
            for (var hit = 0; hit < 4 && bytes.Length > 0; hit++)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                _ = new SentencePieceText(Description(), 8, bytes);
            }
            catch (ModelPackException e)
            {
                Assert.Equal("m", e.File);
            }
        }
    }

    private static PackTokenizer Description() => new(PackTokenizer.SentencePiece, "m", Lowercase: false) { End = "</s>", Padding = "<pad>" };

    private static SentencePieceText Create(PackTokenizer? description = null) => new(description ?? Description(), 8, Model());

    private static string Tokens(SentencePieceText tokenizer, string text) => string.Join(' ', tokenizer.Encode(text, out _).Select(id => s_pieces[id]));

    // Fields by the numbers of sentencepiece_model.proto: pieces of text, score and type; then the trainer's kind and special numbers; then the normalizer.
    private static byte[] Model()
    {
        var model = new WireWriter();
        for (var i = 0; i < s_pieces.Length; i++)
        {
            model.Message(1, new WireWriter().Text(1, s_pieces[i]).Single(2, i < 3 ? 0 : -1 - i + (4 * s_pieces[i].Length)).Number(3, i == 2 ? 2 : i < 2 ? 3 : 1));
        }

        var trainer = new WireWriter().Number(3, 1).Number(40, 2).Number(41, 1).Number(42, 1).Number(43, 0).Text(46, "</s>");
        return model.Message(2, trainer).Message(3, new WireWriter().Text(1, "identity").Number(3, 1).Number(4, 1).Number(5, 1)).ToArray();
    }
}
