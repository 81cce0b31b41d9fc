using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders.Tests;

/// <summary>Packs of strangers: refused with the file, what was expected and what was found, and cheap to refuse.</summary>
public sealed class HostilePackTests : IDisposable
{
    private static readonly string[] s_values =
    [
        "null", "true", "-1", "0", "1e308", "9223372036854775807", "\"\"", "\"../x\"", "\"/etc/passwd\"", "\"image/stage_01.onnx\"", "\"\\u0000\"", "[]", "{}",
        "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "{\"a\":{\"a\":{\"a\":[]}}}",
    ];

    private readonly TestPack _pack = TestPack.Create();

    private string ManifestPath => Path.Combine(_pack.Folder, PackManifest.FileName);

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("REMINISCE_FUZZ_ROUNDS"), out var rounds) ? rounds : 400;

    [Fact]
    public void Open_AnyPartOfTheManifestChanged_IsRefusedOrOpensAndTakesLittle()
    {
        var good = File.ReadAllText(ManifestPath);
        var random = new Random(41);
        var refused = 0;
        var most = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            var root = JsonNode.Parse(good)!;
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                Change(root, random);
            }

            File.WriteAllText(ManifestPath, root.ToJsonString(), new UTF8Encoding(false));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ModelPack.Open(_pack.Folder);
            }
            catch (ModelPackException e)
            {
                Assert.DoesNotContain(_pack.Folder, e.Message, StringComparison.Ordinal);
                refused++;
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(refused, Rounds / 2, Rounds);
        // Every file once, and what describes it.
        Assert.InRange(most, 1, (2 * _pack.Manifest.Files.Values.Sum(f => f.Bytes)) + (16 << 20));
    }

    [Theory]
    [InlineData("description")]
    [InlineData("queryHeads")]
    [InlineData("floorFalseAcceptRate")]
    public void Open_WhatMayBeAbsentIs_TakesItsDefault(string name)
    {
        var root = JsonNode.Parse(File.ReadAllText(ManifestPath))!.AsObject();
        Assert.True(root.Remove(name));
        File.WriteAllText(ManifestPath, root.ToJsonString(), new UTF8Encoding(false));
        var manifest = ModelPack.Open(_pack.Folder).Manifest;
        Assert.Equal(name == "description" ? "" : _pack.Manifest.Description, manifest.Description);
        Assert.Equal(name == "queryHeads" ? 0 : _pack.Manifest.QueryHeads.Count, manifest.QueryHeads.Count);
    }

    [Theory]
    [InlineData("\"dimensions\": 24", "\"dimensions\": 2147483647", "dimensions from 1 to 16384")]
    [InlineData("\"layers\": 4", "\"layers\": 100000", "layers of tower 'image' from 1 to 1024")]
    [InlineData("\"maxTokens\": ", "\"maxTokens\": 99999", "maxTokens of tower 'image' from 1 to 65536")]
    [InlineData("\"bytes\": ", "\"bytes\": 99999999", "2147483647 bytes")]
    public void Open_HugeSizesDeclared_AreRefusedBeforeAnythingIsRead(string before, string after, string expected)
    {
        var text = File.ReadAllText(ManifestPath);
        var at = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The manifest has no {before}.");
        File.WriteAllText(ManifestPath, text[..at] + after + text[(at + before.Length)..]);
        Directory.Delete(Path.Combine(_pack.Folder, "image"), recursive: true);
        var e = Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));
        Assert.Equal(PackManifest.FileName, e.File);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ManifestOfHugeLength_IsRefusedUnread()
    {
        using (var stream = new FileStream(ManifestPath, FileMode.Open))
        {
            stream.SetLength(1L << 40);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));
        Assert.Contains("4194304 bytes", e.Expected, StringComparison.Ordinal);
        Assert.Equal("1099511627776", e.Found);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(OnnxSummary.NewestOpset + 1)]
    [InlineData(999)]
    public void Open_OperatorSetThatTheRuntimeLacks_IsRefused(int opset)
    {
        var graph = new OnnxGraph().Input("hidden", 1, "B", "T", 32).Output("embedding", 1, "B", 24);
        var content = graph.ToArray(opset);
        File.WriteAllBytes(Path.Combine(_pack.Folder, "image/head_01.onnx"), content);
        (_pack.Manifest with { Files = new Dictionary<string, PackFile>(_pack.Manifest.Files) { ["image/head_01.onnx"] = PackFile.Of(content) } }).Save(_pack.Folder);
        var e = Assert.Throws<ModelPackException>(() => ModelPack.Open(_pack.Folder));
        Assert.Equal(("image/head_01.onnx", $"the operator set {opset}"), (e.File, e.Found));
    }

    [Fact]
    public void NewestOpset_Runtime_TakesItAndNoneNewer()
    {
        static byte[] Graph(int opset)
        {
            var graph = new OnnxGraph().Input("x", 1, "B", 2);
            graph.NodeTo("y", "Identity", ["x"]);
            return graph.Output("y", 1, "B", 2).ToArray(opset);
        }

        using (new InferenceSession(Graph(OnnxSummary.NewestOpset)))
        {
            Assert.Contains("opset", Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(Graph(OnnxSummary.NewestOpset + 1))).Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void GraphOptions_BytesThatWouldSaturate_GiveTheExactIntegers()
    {
        const int Inner = 64;
        var graph = new OnnxGraph().Input("a", 2, "B", Inner).Input("b", 3, Inner, 1);
        graph.NodeTo("y", "MatMulInteger", ["a", "b"]);
        using var options = GraphOptions.Create(1);
        using var session = new InferenceSession(graph.Output("y", 6, "B", 1).ToArray(), options);
        using var run = new RunOptions();
        byte[] left = [.. Enumerable.Repeat((byte)255, Inner)];
        sbyte[] right = [.. Enumerable.Range(0, Inner).Select(i => (sbyte)(i % 4 == 3 ? -128 : 127))];
        using var a = OrtValue.CreateTensorValueFromMemory(left, [1, Inner]);
        using var b = OrtValue.CreateTensorValueFromMemory(right, [Inner, 1]);
        using var results = session.Run(run, ["a", "b"], [a, b], ["y"]);
        Assert.Equal(left.Zip(right, (x, w) => x * w).Sum(), results[0].GetTensorDataAsSpan<int>()[0]);
    }

    public void Dispose() => _pack.Dispose();

    private static void Change(JsonNode root, Random random)
    {
        var at = root;
        while (true)
        {
            var inner = at switch
            {
                JsonObject o => o.Where(p => p.Value is JsonObject or JsonArray).Select(p => p.Value!).ToList(),
                JsonArray a => a.Where(v => v is JsonObject or JsonArray).Select(v => v!).ToList(),
                _ => [],
            };
            if (inner.Count == 0 || random.Next(3) == 0)
            {
                break;
            }

            at = inner[random.Next(inner.Count)];
        }

        var value = JsonNode.Parse(s_values[random.Next(s_values.Length)]);
        if (at is JsonArray { Count: > 0 } list)
        {
            list[random.Next(list.Count)] = value;
        }
        else if (at is JsonObject { Count: > 0 } members)
        {
            var name = members.ElementAt(random.Next(members.Count)).Key;
            if (random.Next(3) == 0)
            {
                members.Remove(name);
            }
            else
            {
                members[random.Next(8) == 0 ? "more" : name] = value;
            }
        }
    }
}
