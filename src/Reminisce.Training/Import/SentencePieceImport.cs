using System.Text.Json;
using Google.Protobuf;
using Reminisce.Encoders;
using Reminisce.Training.Import.Proto;
using Piece = Reminisce.Training.Import.Proto.SentencePieceModel.Types.SentencePiece;

namespace Reminisce.Training.Import;

/// <summary>The Unigram vocabulary of SigLIP, XLM-RoBERTa, T5 and their kin, as a SentencePiece model whose numbers are those of the encoder.</summary>
/// <remarks>
/// tokenizer.json is read before spiece.model: some exporters move the numbers of a SentencePiece file by one, and only tokenizer.json
/// says where to.
/// </remarks>
internal static class SentencePieceImport
{
    private const string Pack = "text/sentencepiece.model";
    private const int MostBytes = 64 * 1024 * 1024;

    // The encoders that take the numbers of their SentencePiece file as they are, and put no token before a text.
    private static readonly string[] s_plain = ["siglip", "siglip_text_model", "t5", "umt5", "mt5"];

    /// <summary>Reads the Unigram vocabulary of a tokenizer.json.</summary>
    /// <exception cref="SourceModelException">It asks for what a SentencePiece model cannot say.</exception>
    public static ImportedTokenizer Read(JsonFile tokenizer, SourceFolder folder, TokenizerImport import)
    {
        if (tokenizer.Find("model", "vocab") is not { ValueKind: JsonValueKind.Array } vocabulary || vocabulary.GetArrayLength() == 0)
        {
            throw new SourceModelException(tokenizer.Name, "a list of pieces and their scores", "none");
        }

        var unknown = tokenizer.Integer("model", "unk_id") ?? throw new SourceModelException(tokenizer.Name, "the number of the unknown piece, unk_id", "none");
        var specials = Specials(tokenizer);
        var bytes = tokenizer.Flag("model", "byte_fallback") ?? false;
        var model = new SentencePieceModel { TrainerSpec = new TrainerSpec { ModelType = TrainerSpec.Types.ModelType.Unigram, UnkId = unknown }, NormalizerSpec = Normalizer(tokenizer, IsSiglip(folder)) };
        foreach (var entry in vocabulary.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Array || entry.GetArrayLength() != 2 || entry[0].ValueKind != JsonValueKind.String || !entry[1].TryGetSingle(out var score) || !float.IsFinite(score))
            {
                throw new SourceModelException(tokenizer.Name, "pieces with a score each", entry.GetRawText());
            }

            var text = entry[0].GetString()!;
            var type = model.Pieces.Count == unknown ? Piece.Types.Type.Unknown
                : specials.Contains(text) ? Piece.Types.Type.Control
                : bytes && text is ['<', '0', 'x', _, _, '>'] ? Piece.Types.Type.Byte
                : Piece.Types.Type.Normal;
            model.Pieces.Add(new Piece { Piece = text, Score = score, Type = type });
        }

        var (begin, end) = Template(tokenizer);
        return Make(tokenizer.Name, model, begin, end, folder, import);
    }

    /// <summary>Reads a SentencePiece file by itself, for the encoders that take its numbers as they are.</summary>
    /// <exception cref="SourceModelException">It is damaged, of another kind, or the encoder moves its numbers.</exception>
    public static ImportedTokenizer Read(string path, SourceFolder folder, TokenizerImport import)
    {
        var name = Path.GetFileName(path);
        if (!s_plain.Contains(folder.ModelType, StringComparer.Ordinal))
        {
            throw new SourceModelException(
                "tokenizer.json",
                $"the tokenizer beside {name}: encoders of the kind '{folder.ModelType}' may number its pieces otherwise",
                "no file of that name");
        }

        if (new FileInfo(path).Length > MostBytes)
        {
            throw new SourceModelException(name, $"at most {MostBytes} bytes", $"{new FileInfo(path).Length}");
        }

        try
        {
            var model = SentencePieceModel.Parser.ParseFrom(File.ReadAllBytes(path));
            return model.Pieces.Count > 0
                ? Make(name, model, null, import.Special("eos_token") ?? "</s>", folder, import)
                : throw new SourceModelException(name, "a SentencePiece model", "no pieces");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SourceModelException(name, "a SentencePiece model", e.Message, e);
        }
    }

    private static ImportedTokenizer Make(string file, SentencePieceModel model, string? begin, string end, SourceFolder folder, TokenizerImport import)
    {
        if (model.TrainerSpec?.ModelType is not (null or TrainerSpec.Types.ModelType.Unigram or TrainerSpec.Types.ModelType.Bpe))
        {
            throw new SourceModelException(file, "a SentencePiece model of the kind Unigram or BPE", model.TrainerSpec.ModelType.ToString());
        }

        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var piece in model.Pieces)
        {
            numbers.TryAdd(piece.Piece, numbers.Count);
        }

        if (numbers.Count != model.Pieces.Count)
        {
            throw new SourceModelException(file, "every piece once", $"{model.Pieces.Count - numbers.Count} of {model.Pieces.Count} again");
        }

        int Number(string what, string token) => numbers.TryGetValue(token, out var number) ? number : throw new SourceModelException(file, $"the {what} token '{token}'", "none");
        var padding = import.Special("pad_token") ?? (numbers.ContainsKey("<pad>") ? "<pad>" : end);
        var (last, fill) = (Number("last", end), Number("padding", padding));
        int? first = begin is null ? null : Number("first", begin);
        model.TrainerSpec ??= new TrainerSpec();
        // Readers look these pieces up even where no text begins with one, so none may be missing.
        (model.TrainerSpec.BosId, model.TrainerSpec.EosId, model.TrainerSpec.PadId) = (first ?? last, last, fill);
        (model.TrainerSpec.BosPiece, model.TrainerSpec.EosPiece, model.TrainerSpec.PadPiece) = (begin ?? end, end, padding);
        model.TrainerSpec.UnkPiece = model.Pieces.ElementAtOrDefault(model.TrainerSpec.UnkId)?.Piece ?? throw new SourceModelException(file, "an unknown piece", "none");
        var isSiglip = IsSiglip(folder);
        int[] specials = [first ?? last, last, fill, model.TrainerSpec.UnkId];
        var form = ImportedTokenizer.FormOf(specials, first ?? last, last, fill, numbers.Count);
        return new ImportedTokenizer(
            new PackTokenizer(PackTokenizer.SentencePiece, Pack, import.Lowercase() ?? isSiglip) { Begin = begin, End = end, Padding = padding, RemovePunctuation = isSiglip },
            [new ImportedFile(Pack, model.ToByteArray())],
            first is null ? form with { Begin = form.FirstWord } : form);
    }

    // SigLIP's tokenizer takes punctuation off before its normalizers run.
    private static bool IsSiglip(SourceFolder folder) => folder.ModelType.StartsWith("siglip", StringComparison.Ordinal);

    private static HashSet<string> Specials(JsonFile tokenizer)
    {
        var specials = new HashSet<string>(StringComparer.Ordinal);
        if (tokenizer.Find("added_tokens") is { ValueKind: JsonValueKind.Array } added)
        {
            foreach (var token in added.EnumerateArray())
            {
                if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String)
                {
                    specials.Add(content.GetString()!);
                }
            }
        }

        return specials;
    }

    // What a text is brought to before it is cut: the table of characters, and whether blanks are marked and doubled ones dropped.
    private static NormalizerSpec Normalizer(JsonFile tokenizer, bool removesPunctuation)
    {
        var spec = new NormalizerSpec { Name = "imported", AddDummyPrefix = AddsPrefix(tokenizer), RemoveExtraWhitespaces = false, EscapeWhitespaces = true };
        foreach (var step in TokenizerImport.Normalizers(tokenizer))
        {
            var type = step.TryGetProperty("type", out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null;
            switch (type)
            {
                case "Precompiled" when step.TryGetProperty("precompiled_charsmap", out var map) && map.ValueKind == JsonValueKind.String && map.TryGetBytesFromBase64(out var table):
                    spec.PrecompiledCharsmap = ByteString.CopyFrom(table);
                    break;
                case "Strip":
                case "Replace" when removesPunctuation || (step.TryGetProperty("content", out var content) && content.ValueEquals(" ")):
                    spec.RemoveExtraWhitespaces = true;
                    break;
                case "Lowercase" or "NFC":
                    break;
                default:
                    throw new SourceModelException(tokenizer.Name, "the normalizers Precompiled, Lowercase, NFC, Strip and Replace by a blank", step.GetRawText());
            }
        }

        return spec;
    }

    private static bool AddsPrefix(JsonFile tokenizer)
    {
        var text = tokenizer.Find("pre_tokenizer")?.GetRawText() ?? "";
        if (!text.Contains("Metaspace", StringComparison.Ordinal))
        {
            throw new SourceModelException(tokenizer.Name, "pieces that mark blanks (a Metaspace pre_tokenizer)", text.Length == 0 ? "none" : "another one");
        }

        return !text.Replace(" ", "", StringComparison.Ordinal).Contains("\"prepend_scheme\":\"never\"", StringComparison.Ordinal)
            && !text.Replace(" ", "", StringComparison.Ordinal).Contains("\"add_prefix_space\":false", StringComparison.Ordinal);
    }

    /// <summary>Reads what is put around one text: nothing or a token before it, one behind it.</summary>
    private static (string? Begin, string End) Template(JsonFile tokenizer)
    {
        if (tokenizer.Find("post_processor", "single") is { ValueKind: JsonValueKind.Array } parts)
        {
            var tokens = parts.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.Object && p.TryGetProperty("SpecialToken", out var special) && special.TryGetProperty("id", out var id) ? id.GetString() : null).ToList();
            switch (tokens)
            {
                case [{ } begin, null, { } end]:
                    return (begin, end);
                case [null, { } end]:
                    return (null, end);
            }
        }

        throw new SourceModelException(tokenizer.Name, "a post_processor that puts one token behind a text, and none or one before it", tokenizer.Find("post_processor")?.GetRawText() ?? "none");
    }
}
