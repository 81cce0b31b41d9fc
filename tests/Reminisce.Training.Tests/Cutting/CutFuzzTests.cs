using System.Diagnostics;
using Google.Protobuf;
using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Cutting;

/// <summary>Hostile models through the whole of the builder's analysis: refused with a reason or cut, in bounded memory.</summary>
public sealed class CutFuzzTests
{
    private const long MostGrowth = 1L << 30;

    private static readonly string[] s_operators = ["Add", "MatMul", "Softmax", "Shape", "Gather", "Identity", "Reshape", "Expand", "ConstantOfShape", "Range", "Loop", "NoSuchOperator", ""];

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("REMINISCE_FUZZ_ROUNDS"), out var rounds) ? rounds : 120;

    [Fact]
    public void Cut_GraphsWithChangedParts_AreRefusedOrCut()
    {
        using var folder = new TemporaryFolder();
        byte[][] seeds =
        [
            SyntheticEncoder.Bert(2).Model.ToByteArray(), SyntheticEncoder.ClipText(2).Model.ToByteArray(), SyntheticEncoder.Whisper(blocks: 2).Model.ToByteArray(),
            SyntheticEncoder.FusedBert(2).Model.ToByteArray(), SyntheticEncoder.Imu(blocks: 2).Model.ToByteArray(), SyntheticEncoder.Bert(2, WeightForm.Int8).Model.ToByteArray(),
        ];
        var random = new Random(31);
        var (refused, cut, before) = (0, 0, Peak());
        for (var round = 0; round < Rounds; round++)
        {
            var model = ModelProto.Parser.ParseFrom(seeds[round % seeds.Length]);
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                Change(model, random);
            }

            try
            {
                Cut(folder, model.ToByteArray());
                cut++;
            }
            catch (SourceModelException e)
            {
                Assert.DoesNotContain(folder.Path, e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, Rounds / 4, Rounds);
        Assert.InRange(cut, 1, Rounds);
        Assert.InRange(Peak() - before, long.MinValue, MostGrowth);
    }

    [Theory]
    [InlineData(1L << 17)]
    [InlineData(1L << 20)]
    [InlineData(1L << 62)]
    public void Cut_ValueOfHugeSize_IsRefusedWithoutTakingTheMemory(long side)
    {
        using var folder = new TemporaryFolder();
        var encoder = new SyntheticEncoder();
        var pixels = encoder.Input("pixel_values", 1, "batch", 3, 32, 32);
        var square = encoder.Write.Node("Expand", [encoder.Write.Scalar(1), encoder.Write.Vector(side, side)]);
        // The size is in the file; the numbers of it would be 64 GB and more.
        var all = encoder.Write.Node("ReduceSum", [square], GraphBuilder.Attribute("keepdims", 0));
        encoder.Output(encoder.Write.Add(encoder.PreNormBlocks(Tokens(encoder, pixels), 2), all), "last_hidden_state");
        var before = Peak();
        Assert.Throws<SourceModelException>(() => Cut(folder, encoder.Model.ToByteArray()));
        Assert.InRange(Peak() - before, long.MinValue, MostGrowth);
    }

    [Fact]
    public void Cut_OperatorSetOfTheFuture_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var encoder = SyntheticEncoder.Vit();
        encoder.Model.OpsetImport[0].Version = 999;
        Assert.Contains("opset", Assert.Throws<SourceModelException>(() => Cut(folder, encoder.Model.ToByteArray())).Found, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Cut_WeightNamedTwice_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var model = SyntheticEncoder.Vit().Model;
        model.Graph.Initializer.Add(model.Graph.Initializer[0].Clone());
        Assert.Contains("twice", Assert.Throws<SourceModelException>(() => Cut(folder, model.ToByteArray())).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ExternalDataBehindALink_IsReadAsInTheHuggingFaceCache()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("blobs"));
        SyntheticEncoder.ClipImage().SaveWithExternalData(folder.File("blobs"));
        Directory.CreateDirectory(folder.File("snapshot"));
        foreach (var file in new[] { "model.onnx", "model.onnx_data" })
        {
            File.CreateSymbolicLink(folder.File("snapshot/" + file), folder.File("blobs/" + file));
        }

        Assert.Equal(3, TowerCutTests.Cut(SourceModel.Load(folder.File("snapshot/model.onnx")), "image_embeds").Blocks.Depth);
    }

    private static string Tokens(SyntheticEncoder encoder, string pixels)
    {
        var kernel = encoder.Write.Floats(new float[SyntheticEncoder.Width * 192], [SyntheticEncoder.Width, 3, 8, 8]);
        var patches = encoder.Write.Node("Conv", [pixels, kernel], GraphBuilder.Attribute("strides", [8, 8]));
        return encoder.Write.Transpose(encoder.Write.Node("Reshape", [patches, encoder.Write.Vector(0, SyntheticEncoder.Width, -1)]), 0, 2, 1);
    }

    private static void Cut(TemporaryFolder folder, byte[] bytes)
    {
        using (var stream = new FileStream(folder.File("model.onnx"), FileMode.Create))
        {
            stream.Write(bytes);
        }

        var model = SourceModel.Load(folder.File("model.onnx"));
        foreach (var input in TowerInput.Find("model.onnx", model.Graph))
        {
            var graph = TowerGraph.Create("model.onnx", model, input, model.Graph.Output.Count > 0 ? model.Graph.Output[0].Name : "none");
            var form = input.Modality == TowerInput.Text ? new TextForm(2, SyntheticEncoder.Words - 1, 1, 3, SyntheticEncoder.Words - 1) : null;
            var cut = TowerCut.Find(graph, TowerSizing.Choose("model.onnx", graph, null, form));
            cut.Stage(0, 1);
            cut.Stage(1, cut.Blocks.Depth);
            cut.Head(PoolingKind.FirstToken);
        }
    }

    private static void Change(ModelProto model, Random random)
    {
        var graph = model.Graph;
        T Any<T>(IList<T> list) => list[random.Next(list.Count)];
        var node = graph.Node.Count > 0 ? Any(graph.Node) : new NodeProto();
        switch (random.Next(14))
        {
            case 0:
                node.OpType = Any(s_operators);
                break;
            case 1:
                graph.Node.Remove(node);
                break;
            case 2 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = Any(graph.Node).Output.FirstOrDefault() ?? "";
                break;
            case 3 when node.Input.Count > 0:
                node.Input.RemoveAt(random.Next(node.Input.Count));
                break;
            case 4 when node.Output.Count > 0:
                node.Output[0] = random.Next(2) == 0 ? "" : Any(graph.Node).Output.FirstOrDefault() ?? "x";
                break;
            case 5 when graph.Initializer.Count > 0:
                Any(graph.Initializer).DataType = random.Next(0, 24);
                break;
            case 6 when graph.Initializer.Count > 0:
                var tensor = Any(graph.Initializer);
                tensor.Dims.Add(Any<long>([0, 1, -1, long.MaxValue]));
                break;
            case 7 when graph.Input.Count > 0:
                Any(graph.Input).Type = random.Next(2) == 0 ? null : new TypeProto();
                break;
            case 8 when graph.Input.Count > 0:
                Any(graph.Input).Name = Any(["input_ids", "pixel_values", "hidden", "", "attention_mask"]);
                break;
            case 9 when node.Attribute.Count > 0:
                var attribute = Any(node.Attribute);
                attribute.I = Any<long>([-1, 0, 7, long.MaxValue]);
                attribute.T = random.Next(2) == 0 ? null : attribute.T;
                break;
            case 10:
                node.Attribute.Clear();
                break;
            case 11 when graph.Initializer.Count > 0:
                var weight = Any(graph.Initializer);
                weight.RawData = ByteString.CopyFrom([.. weight.RawData.Select(_ => (byte)random.Next(256))]);
                break;
            case 12 when graph.Output.Count > 0:
                graph.Output[0].Name = Any(["", "nothing", Any(graph.Node).Output.FirstOrDefault() ?? ""]);
                break;
            default:
                graph.Node.Insert(random.Next(graph.Node.Count + 1), new NodeProto { OpType = "Identity", Input = { node.Input.FirstOrDefault() ?? "" }, Output = { $"new_{random.Next()}" } });
                break;
        }
    }

    // The kernel counts pages per thread and adds them up now and then, so a later peak may look a little lower.
    private static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
