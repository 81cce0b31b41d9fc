using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Reminisce.Encoders.Tests;

public sealed class ModelPackTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    private string ManifestPath => Path.Combine(_pack.Folder, PackManifest.FileName);

    [Fact]
    public void Open_WholePack_GivesWhatWasWritten()
    {
        var pack = ModelPack.Open(_pack.Folder);

        Assert.Equal(_pack.Manifest.ComputeFingerprint(), pack.Fingerprint);
        Assert.Equal(32, pack.Fingerprint.Length);
        Assert.Equal(File.ReadAllBytes(ManifestPath), SaveElsewhere(pack.Manifest));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_pack.Folder, "text/vocab.txt")), pack.ReadFile("text/vocab.txt"));
        Assert.Throws<ModelPackException>(() => pack.ReadFile("../etc/passwd"));
    }

    [Fact]
    public void ReadFile_ArrayOfTheCallers_IsFilledOnlyWhereItHasTheLengthAndTheHash()
    {
        var pack = ModelPack.Open(_pack.Folder);
        var path = Path.Combine(_pack.Folder, "text/vocab.txt");
        var expected = File.ReadAllBytes(path);
        var fits = new byte[expected.Length];
        var longer = new byte[expected.Length + 1];

        Assert.Same(fits, pack.ReadFile("text/vocab.txt", fits));
        Assert.Equal(expected, fits);
        Assert.Equal(expected, pack.ReadFile("text/vocab.txt", longer));
        Assert.All(longer, b => Assert.Equal(0, b));

        expected[0] ^= 1;
        File.WriteAllBytes(path, expected);
        Assert.Equal("text/vocab.txt", Assert.Throws<ModelPackException>(() => pack.ReadFile("text/vocab.txt", fits)).File);
    }

    [Fact]
    public void Fingerprint_AnyFileChanges_Changes()
    {
        var before = _pack.Manifest.ComputeFingerprint();
        var files = new Dictionary<string, PackFile>(_pack.Manifest.Files) { ["text/vocab.txt"] = PackFile.Of([1]) };

        Assert.NotEqual(before, (_pack.Manifest with { Files = files }).ComputeFingerprint());
        Assert.Equal(before, (_pack.Manifest with { Files = _pack.Manifest.Files.Reverse().ToDictionary() }).ComputeFingerprint());
    }

    [Theory]
    [InlineData("formatVersion", "2", "formatVersion 1")]
    [InlineData("formatVersion", "\"1\"", "JSON")]
    [InlineData("format", "\"zip\"", "reminisce-pack")]
    [InlineData("name", "\"Big Pack\"", "name")]
    [InlineData("name", "null", "JSON")]
    [InlineData("version", "\"\"", "version")]
    [InlineData("license", "\" \"", "license")]
    [InlineData("dimensions", "0", "dimensions")]
    [InlineData("dimensions", "25", "embedding")]
    [InlineData("dimensions", "9999999999", "JSON")]
    [InlineData("floorFalseAcceptRate", "2", "floorFalseAcceptRate")]
    [InlineData("heldOut", "{\"every\":1,\"first\":0}", "heldOut")]
    [InlineData("heldOut", "{\"every\":4,\"first\":4}", "heldOut")]
    [InlineData("heldOut", "{\"every\":4,\"first\":-1}", "heldOut")]
    [InlineData("towers", "[]", "tower")]
    [InlineData("towers", "[null]", "tower")]
    [InlineData("queryHeads", "[null]", "query heads")]
    [InlineData("files", "{}", "entry in files")]
    [InlineData("towers/0/name", "\"text\"", "only once")]
    [InlineData("towers/0/modality", "\"smell\"", "modality")]
    [InlineData("towers/0/modality", "\"audio\"", "feature_extractor_type")]
    [InlineData("towers/0/modality", "\"motion\"", "feature_extractor_type")]
    [InlineData("towers/0/modality", "\"text\"", "only once")]
    [InlineData("towers/0/layers", "5", "up to layer 5")]
    [InlineData("towers/0/width", "33", "33")]
    [InlineData("towers/0/width", "-1", "width")]
    [InlineData("towers/0/maxTokens", "0", "maxTokens")]
    [InlineData("towers/0/preprocessor", "null", "preprocessor")]
    [InlineData("towers/0/preprocessor", "\"../secret.json\"", "relative paths")]
    [InlineData("towers/0/superficialLayer", "9", "superficialLayer")]
    [InlineData("towers/0/weights", "\"int2\"", "'int2'")]
    [InlineData("towers/0/stages", "[]", "up to layer 4")]
    [InlineData("towers/0/stages/1/fromLayer", "0", "from layer 1")]
    [InlineData("towers/0/stages/1/toLayer", "1", "ends between")]
    [InlineData("towers/0/stages/3/toLayer", "5", "ends between")]
    [InlineData("towers/0/stages/0/file", "\"/etc/passwd\"", "relative paths")]
    [InlineData("towers/0/stages/0/file", "\"image/../image/stage_01.onnx\"", "relative paths")]
    [InlineData("towers/0/stages/0/file", "\"image\\\\stage_01.onnx\"", "relative paths")]
    [InlineData("towers/0/stages/0/file", "\"C:/x\"", "relative paths")]
    [InlineData("towers/0/stages/0/file", "\"image/other.onnx\"", "entry in files")]
    [InlineData("towers/0/stages/0/file", "\"image/stage_02.onnx\"", "pixel_values")]
    [InlineData("towers/0/stages/1/file", "\"text/stage_02.onnx\"", "attention_mask")]
    [InlineData("towers/0/stages/1/file", "\"image/head_01.onnx\"", "hidden")]
    [InlineData("towers/0/stages/1/file", "\"text/vocab.txt\"", "ONNX")]
    [InlineData("towers/0/exits/0/layer", "2", "shallow to deep")]
    [InlineData("towers/0/exits/0", "null", "shallow to deep")]
    [InlineData("towers/0/exits/0/head", "\"image/stage_02.onnx\"", "embedding")]
    [InlineData("towers/0/predictor/confidenceFloor", "1.5", "confidenceFloor")]
    [InlineData("towers/0/predictor/file", "\"image/head_01.onnx\"", "embedding")]
    [InlineData("towers/1/tokenizer", "null", "tokenizer")]
    [InlineData("towers/1/tokenizer/type", "\"unigram\"", "wordpiece")]
    [InlineData("towers/1/tokenizer/type", "\"bpe\"", "merges")]
    [InlineData("queryHeads/0/tower", "\"audio\"", "towers in the pack")]
    [InlineData("queryHeads/0/target", "\"audio\"", "towers in the pack")]
    [InlineData("queryHeads/0/layer", "9", "exits of tower")]
    [InlineData("queryHeads/0/layer", "2", "one query head per")]
    [InlineData("queryHeads/0/calibration/deviation", "0", "deviation")]
    [InlineData("queryHeads/0/calibration", "null", "JSON")]
    [InlineData("files/text~vocab.txt/sha256", "\"AB\"", "SHA-256")]
    [InlineData("files/text~vocab.txt/bytes", "0", "size")]
    [InlineData("files/text~vocab.txt/bytes", "7", "7 bytes")]
    public void Open_ManifestEdited_IsRefusedNamingIt(string path, string value, string expected)
    {
        Edit(path, value);

        var e = Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(e.File);
        Assert.DoesNotContain(_pack.Folder, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_QueryHeadLeftOut_IsRefused()
    {
        var heads = _pack.Manifest.QueryHeads;

        var other = Assert.Throws<ModelPackException>(() => (_pack.Manifest with { QueryHeads = [.. heads.Where(h => h is not { Target: "image", Tower: "text", Layer: 3 })] }).Validate());
        var own = Assert.Throws<ModelPackException>(() => (_pack.Manifest with { QueryHeads = [.. heads.Where(h => h.Target == "image")] }).Validate());

        Assert.Contains("queries of 'text' on 'image' at layer 3", other.Message, StringComparison.Ordinal);
        Assert.Contains("queries of 'text' on 'text' at layer 1", own.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileChangedShortenedGoneOrLinked_IsRefused()
    {
        var file = Path.Combine(_pack.Folder, "image/stage_02.onnx");
        var good = File.ReadAllBytes(file);

        void Refused(string expected)
        {
            var e = Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));
            Assert.Equal("image/stage_02.onnx", e.File);
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        }

        var flipped = good.ToArray();
        flipped[good.Length / 2] ^= 1;
        File.WriteAllBytes(file, flipped);
        Refused("SHA-256");
        File.WriteAllBytes(file, good[..^1]);
        Refused("bytes");
        File.WriteAllBytes(file, [.. good, 0]);
        Refused("bytes");
        File.Delete(file);
        Refused("none");
        var elsewhere = Path.Combine(_pack.Folder, "elsewhere");
        File.WriteAllBytes(elsewhere, good);
        File.CreateSymbolicLink(file, elsewhere);
        Refused("link");
        File.Delete(file);
        Directory.CreateDirectory(file);
        Refused("none");
    }

    [Fact]
    public void Open_FolderInsideIsLink_IsRefusedButPackFolderMayBeOne()
    {
        var link = _pack.Folder + "-link";
        var moved = _pack.Folder + "-image";
        Directory.CreateSymbolicLink(link, _pack.Folder);
        try
        {
            Assert.Equal(_pack.Manifest.ComputeFingerprint(), ModelPack.Open(link).Fingerprint);
            Directory.Move(Path.Combine(_pack.Folder, "image"), moved);
            Directory.CreateSymbolicLink(Path.Combine(_pack.Folder, "image"), moved);

            var e = Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));

            Assert.Contains("link 'image'", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(link);
            Directory.Delete(moved, recursive: true);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"reminisce-pack\",\"formatVersion\":1}")]
    [InlineData("{\"format\":\"reminisce-pack\",\"formatVersion\":1,\"format\":\"reminisce-pack\"}")]
    public void Open_ManifestIsNone_IsRefused(string json)
    {
        File.WriteAllText(ManifestPath, json);

        Assert.Equal(PackManifest.FileName, Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder)).File);
    }

    [Fact]
    public void Open_NewerFormat_IsRefusedByVersionWhateverElseItHolds()
    {
        File.WriteAllText(ManifestPath, """{"format":"reminisce-pack","formatVersion":2,"towers":"somewhere else"}""");

        Assert.Contains("formatVersion 1", Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFolderOrManifest_IsRefused()
    {
        Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder + "-missing"));
        File.Delete(ManifestPath);
        Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));
    }

    [Fact]
    public async Task EncodeAsync_GraphChangedAfterOpening_IsNotExecuted()
    {
        using var encoder = EarlyExitEncoder.Open(_pack.Folder);
        File.WriteAllBytes(Path.Combine(_pack.Folder, "text/stage_02.onnx"), _pack.Text.Stage(0, 1));

        var e = await Assert.ThrowsAsync<ModelPackException>(() => encoder.EncodeAsync([new Microsoft.Extensions.AI.TextContent("red")]));

        Assert.Equal("text/stage_02.onnx", e.File);
    }

    [Fact]
    public void Open_GraphThatIsNotWhatItsRoleAsks_IsRefusedBeforeItRuns()
    {
        void Refused(string path, byte[] model, string expected)
        {
            using var pack = TestPack.Create();
            Replace(pack, path, model);
            var e = Assert.Throws<ModelPackException>(() => ModelPack.Open(pack.Folder));
            Assert.Equal(path, e.File);
            Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        }

        OnnxGraph Head(params object[] output)
        {
            var graph = new OnnxGraph().Input("hidden", 1, "B", "T", 32);
            return graph.Output("embedding", 1, output);
        }

        Refused("image/head_01.onnx", Head("B", 25).ToArray(), "[?, 24]");
        Refused("image/head_01.onnx", Head(1, 24).ToArray(), "[?, 24]");
        Refused("image/head_01.onnx", Head("B", 1, 24).ToArray(), "[?, 24]");
        Refused("image/head_01.onnx", Head("B", 24).Input("more", 1, "B").ToArray(), "more");
        Refused("image/head_01.onnx", new OnnxGraph().Input("hidden", 7, "B", "T", 32).Output("embedding", 1, "B", 24).ToArray(), "int64");
        Refused("image/head_01.onnx", Head("B", 24).Raw(5, new WireWriter().Text(8, "w").Number(14, 1)).ToArray(), "outside the file");
        Refused("image/head_01.onnx", Head("B", 24).Raw(15, new WireWriter().Number(3, 1)).ToArray(), "sparse");
        Refused("image/head_01.onnx", [1, 2, 3], "ONNX");
        Refused("image/head_01.onnx", new WireWriter().Number(1, 8).ToArray(), "no graph");
    }

    [Fact]
    public async Task EncodeAsync_GraphThatDeclaresWellButCannotRun_IsRefusedByFile()
    {
        using var pack = TestPack.Create();
        var graph = new OnnxGraph().Input("hidden", 1, "B", "T", 32);
        graph.NodeTo("embedding", "NoSuchOperator", ["hidden"]);
        Replace(pack, "image/head_01.onnx", graph.Output("embedding", 1, "B", 24).ToArray());
        using var encoder = EarlyExitEncoder.Open(pack.Folder);

        var e = await Assert.ThrowsAsync<ModelPackException>(() => encoder.EncodeAsync(EncodeTests.Items(1)));

        Assert.Equal("image/head_01.onnx", e.File);
    }

    [Fact]
    public void PackWriter_Interrupted_LeavesNoPack()
    {
        var writer = new PackWriter(_pack.Folder);
        writer.Add("text/vocab.txt", "red"u8);

        Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));
        Assert.Throws<ArgumentException>(() => writer.Add("text/vocab.txt", "blue"u8));
        Assert.Throws<ModelPackException>(() => writer.Add("../out", "blue"u8));
        Assert.Throws<ModelPackException>(() => writer.Add("pack.json", "blue"u8));
        Assert.Throws<ModelPackException>(() => writer.Complete(_pack.Manifest));
        Assert.False(File.Exists(ManifestPath));
    }

    [Fact]
    public void Parse_DamagedBytes_NeverFailsOtherwise()
    {
        var good = File.ReadAllBytes(ManifestPath);
        Gen.Select(Gen.Int[0, good.Length], Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[0, 6]).Sample((length, edits) =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value) in edits)
            {
                bytes[at] = value;
            }

            Survives(() => PackManifest.Parse(bytes.AsSpan(0, length)));
        }, iter: 2000);
    }

    [Fact]
    public void OnnxSummary_DamagedBytes_NeverFailsOtherwise()
    {
        var good = _pack.Text.Stage(0, 1)[..3000];
        Gen.Select(Gen.Int[0, good.Length], Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[0, 8]).Sample((length, edits) =>
        {
            var bytes = good.ToArray();
            foreach (var (at, value) in edits)
            {
                bytes[at] = value;
            }

            Survives(() => OnnxSummary.Read("f", bytes.AsSpan(0, length)));
        }, iter: 3000);
        Gen.Byte.Array[0, 64].Sample(bytes => Survives(() => OnnxSummary.Read("f", bytes)), iter: 3000);
    }

    public void Dispose() => _pack.Dispose();

    private static void Survives(Action parse)
    {
        try
        {
            parse();
        }
        catch (ModelPackException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static void Replace(TestPack pack, string path, byte[] content)
    {
        File.WriteAllBytes(Path.Combine(pack.Folder, path), content);
        (pack.Manifest with { Files = new Dictionary<string, PackFile>(pack.Manifest.Files) { [path] = PackFile.Of(content) } }).Save(pack.Folder);
    }

    private static byte[] SaveElsewhere(PackManifest manifest)
    {
        var folder = Directory.CreateTempSubdirectory("reminisce-pack-");
        manifest.Save(folder.FullName);
        var bytes = File.ReadAllBytes(Path.Combine(folder.FullName, PackManifest.FileName));
        folder.Delete(recursive: true);
        return bytes;
    }

    private void Edit(string path, string value)
    {
        var root = JsonNode.Parse(File.ReadAllText(ManifestPath))!;
        var parts = path.Split('/').Select(p => p.Replace('~', '/')).ToList();
        var node = root;
        foreach (var part in parts[..^1])
        {
            node = node is JsonArray array ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!;
        }

        if (node is JsonArray last)
        {
            last[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        }
        else
        {
            node[parts[^1]] = JsonNode.Parse(value);
        }

        File.WriteAllText(ManifestPath, root.ToJsonString(), new UTF8Encoding(false));
    }
}
