using CsCheck;
using Microsoft.Extensions.AI;
using Microsoft.ML.Tokenizers;
using Reminisce.Encoders;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Import;

public sealed class SentencePieceImportTests : IDisposable
{
    private static readonly string[] s_words = ["cat", "dog", "the", "a", "bus", "catbus", "thea", "at", "zebra", "q"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Build_SiglipText_CutsAsTheVocabularySaysAndFillsUp()
    {
        var manifest = Build(EncoderFolder.SiglipText(_folder));
        var tokenizer = manifest.Towers[0].Tokenizer!;
        Assert.Equal(("sentencepiece", null, "</s>", "</s>", true, true, true), (tokenizer.Type, tokenizer.Begin, tokenizer.End, tokenizer.Padding, tokenizer.Lowercase, tokenizer.RemovePunctuation, tokenizer.PadToMax));
        Assert.Empty(PackSchemaTests.Faults(File.ReadAllText(_folder.File("pack/pack.json"))));
        AgreesWithTheOracle(begin: null);

        using var encoder = EarlyExitEncoder.Open(_folder.File("pack"));
        var results = await encoder.EncodeAsync([new TextContent("The cat"), new TextContent("the, cat!"), new TextContent("a dog")]);
        Assert.Equal(results[0].Item!.Vector.ToArray(), results[1].Item!.Vector.ToArray());
        Assert.NotEqual(results[0].Item!.Vector.ToArray(), results[2].Item!.Vector.ToArray());
    }

    [Fact]
    public void Build_XlmRobertaKind_KeepsTheNumbersOfTokenizerJson()
    {
        var source = Multilingual();
        EncoderFolder.Write(source, "sentencepiece.bpe.model", "not even read");
        var tokenizer = Build(source).Towers[0].Tokenizer!;
        Assert.Equal(("<s>", "</s>", "<pad>", false), (tokenizer.Begin, tokenizer.End, tokenizer.Padding, tokenizer.RemovePunctuation));
        AgreesWithTheOracle("<s>");
        var model = Reminisce.Training.Import.Proto.SentencePieceModel.Parser.ParseFrom(File.ReadAllBytes(_folder.File("pack/text/sentencepiece.model")));
        Assert.Equal(["<s>", "<pad>", "</s>", "<unk>", "▁"], model.Pieces.Take(5).Select(p => p.Piece));
        Assert.Equal((0, 2, 1, 3), (model.TrainerSpec.BosId, model.TrainerSpec.EosId, model.TrainerSpec.PadId, model.TrainerSpec.UnkId));
    }

    [Fact]
    public void Build_PieceFileAlone_IsTakenWhereItsNumbersAreTheEncoders()
    {
        var source = EncoderFolder.SiglipText(_folder);
        var first = Build(source);
        File.Copy(_folder.File("pack/text/sentencepiece.model"), Path.Combine(source, "spiece.model"));
        File.Delete(Path.Combine(source, "tokenizer.json"));
        var second = Build(source);
        Assert.Equal(first.Towers[0].Tokenizer, second.Towers[0].Tokenizer);
        AgreesWithTheOracle(begin: null);
    }

    [Fact]
    public void Build_PieceFileAloneOfAnEncoderThatMovesNumbers_AsksForTokenizerJson()
    {
        var source = Multilingual();
        Build(source);
        File.Copy(_folder.File("pack/text/sentencepiece.model"), Path.Combine(source, "sentencepiece.bpe.model"));
        File.Delete(Path.Combine(source, "tokenizer.json"));
        var e = Refused(source);
        Assert.Equal("tokenizer.json", e.File);
        Assert.Contains("xlm-roberta", e.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"unk_id\": 2", "\"unk_id\": null", "unk_id")]
    [InlineData("\"type\": \"Metaspace\"", "\"type\": \"Whitespace\"", "Metaspace")]
    [InlineData("\"type\": \"Lowercase\"", "\"type\": \"BertNormalizer\"", "normalizers")]
    [InlineData("\"type\": \"TemplateProcessing\"", "\"type\": \"TemplateProcessing\", \"single\": []", "post_processor")]
    [InlineData("[\"▁a\", -2.3]", "[\"▁a\"]", "a score")]
    [InlineData("[\"▁a\", -2.3]", "[\"▁\", -2.3]", "every piece once")]
    [InlineData("[\"</s>\", 0]", "[\"</t>\", 0]", "'</s>'")]
    public void Build_UnigramThatCannotBeTaken_SaysWhat(string before, string after, string expected)
    {
        var source = EncoderFolder.SiglipText(_folder);
        var json = File.ReadAllText(Path.Combine(source, "tokenizer.json"));
        Assert.Contains(before, json, StringComparison.Ordinal);
        json = json.Replace(before, after, StringComparison.Ordinal);
        EncoderFolder.Write(source, "tokenizer.json", before.Contains("Template", StringComparison.Ordinal) ? json.Replace("\"single\": [{", "\"pair\": [{", StringComparison.Ordinal) : json);
        var e = Refused(source);
        Assert.Equal("tokenizer.json", e.File);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no model at all")]
    [InlineData("\u001a\u0002\u0018\u0003")]
    public void Build_DamagedPieceFile_IsNamed(string content)
    {
        var source = EncoderFolder.SiglipText(_folder);
        File.Delete(Path.Combine(source, "tokenizer.json"));
        EncoderFolder.Write(source, "spiece.model", content);
        Assert.Equal("spiece.model", Refused(source).File);
    }

    public void Dispose() => _folder.Dispose();

    private string Multilingual()
    {
        var source = EncoderFolder.Bert(_folder);
        File.Delete(Path.Combine(source, "vocab.txt"));
        EncoderFolder.Write(source, "tokenizer.json", UnigramTokenizer.Json("<s>"));
        EncoderFolder.Write(source, "tokenizer_config.json", """{ "model_max_length": 24, "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>" }""");
        EncoderFolder.Write(source, "config.json", """{ "model_type": "xlm-roberta", "max_position_embeddings": 34 }""");
        return source;
    }

    private PackManifest Build(string source) => EncoderPackBuilder.Build(new EncoderPackOptions { SourceFolder = source, OutputFolder = _folder.File("pack") }).Manifest;

    private SourceModelException Refused(string source) => Assert.Throws<SourceModelException>(() => Build(source));

    private SentencePieceTokenizer Load()
    {
        using var stream = File.OpenRead(_folder.File("pack/text/sentencepiece.model"));
        return SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
    }

    private void AgreesWithTheOracle(string? begin)
    {
        var tokenizer = Load();
        Gen.Int[0, s_words.Length - 1].Array[1, 6].Sample(words =>
        {
            var text = string.Join(' ', words.Select(w => s_words[w]));
            Assert.Equal(UnigramTokenizer.Encode(text, begin), tokenizer.EncodeToIds(text, addBeginningOfSentence: false, addEndOfSentence: false));
        }, iter: 200);
    }
}
