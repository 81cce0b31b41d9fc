using System.Text;
using CsCheck;

namespace Reminisce.Encoders.Tests;

public sealed class WordPieceTokenizerTests
{
    private static readonly string[] s_vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "house", "##s", "caf", "##e", "##é", "[", "]", "sep", "Red", "café", "周"];

    [Theory]
    [InlineData("red house", "[CLS] red house [SEP]")]
    [InlineData("RED  Houses\n", "[CLS] red house ##s [SEP]")]
    [InlineData("cafe\u0301", "[CLS] caf ##e [SEP]")]
    [InlineData("café", "[CLS] caf ##e [SEP]")]
    [InlineData("[SEP] red", "[CLS] [ sep ] red [SEP]")]
    [InlineData("red\u0000house", "[CLS] [UNK] [SEP]")]
    [InlineData("red \uD800 house", "[CLS] red house [SEP]")]
    [InlineData("周red", "[CLS] 周 red [SEP]")]
    public void Encode_Text_GivesTokens(string text, string expected) => Assert.Equal(expected, Tokens(text, lowercase: true));

    [Fact]
    public void Encode_CasedVocabulary_ComposesAndKeepsCase()
    {
        Assert.Equal("[CLS] Red café [SEP]", Tokens("Red cafe\u0301", lowercase: false));
        Assert.Equal("[CLS] [UNK] house [SEP]", Tokens("RED house", lowercase: false));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\u0000\u0001\u0002")]
    [InlineData("\u200B \uFEFF")]
    public void Encode_NothingToEncode_IsRefused(string text) => Assert.Throws<TextException>(() => Create(true, 8).Encode(text, out _));

    [Fact]
    public void Encode_LongText_IsCutToTheTowersTokens()
    {
        var tokens = Create(true, 8).Encode(string.Concat(Enumerable.Repeat("red house ", 500_000)), out _);

        Assert.Equal([2, 5, 6, 5, 6, 5, 6, 3], tokens);
    }

    [Fact]
    public void Encode_AnyString_StaysWithinBounds() => Gen.String.Sample(text =>
    {
        var tokenizer = Create(true, 8);
        try
        {
            var ids = tokenizer.Encode(text, out _);
            Assert.InRange(ids.Length, 3, 8);
            Assert.All(ids, id => Assert.InRange(id, 0, s_vocabulary.Length - 1));
        }
        catch (TextException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }, iter: 1000);

    [Theory]
    [InlineData("red\nhouse")]
    [InlineData("")]
    [InlineData("[PAD]\n[PAD]\n[UNK]")]
    [InlineData("\0\0\0")]
    public void Create_BadVocabulary_IsRefused(string vocabulary)
    {
        var e = Assert.Throws<ModelPackException>(() => new WordPieceTokenizer(new PackTokenizer("wordpiece", "text/vocab.txt", true), 8, Encoding.UTF8.GetBytes(vocabulary)));

        Assert.Equal("text/vocab.txt", e.File);
    }

    private static string Tokens(string text, bool lowercase) => string.Join(' ', Create(lowercase, 16).Encode(text, out _).Select(id => s_vocabulary[id]));

    private static WordPieceTokenizer Create(bool lowercase, int maxTokens) =>
        new(new PackTokenizer("wordpiece", "text/vocab.txt", lowercase), maxTokens, Encoding.UTF8.GetBytes(string.Join('\n', s_vocabulary)));
}
