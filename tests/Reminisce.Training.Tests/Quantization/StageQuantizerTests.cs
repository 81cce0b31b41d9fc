using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Reminisce.Training.Cutting;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Quantization;
using Reminisce.Training.Tests.Cutting;

namespace Reminisce.Training.Tests.Quantization;

public sealed class StageQuantizerTests
{
    private const int Rows = 96;
    private const int Columns = 24;

    [Fact]
    public void Apply_Int8OfNumbersThatWouldSaturate_GivesTheExactIntegers()
    {
        // Every weight and every activation at the end of its range: twice 255 times 127 would be twice what 16 bits hold.
        float[] weights = [.. Enumerable.Range(0, Rows * Columns).Select(i => i % 2 == 0 ? 0.5f : i % 3 == 0 ? -0.5f : 0.25f)];
        float[] activations = [.. Enumerable.Range(0, 4 * Rows).Select(i => i / Rows == 3 && i % 2 == 0 ? -2f : 2f)];
        var graph = Product(weights);
        var quantised = Parse(StageQuantizer.Apply("stage", graph, WeightFormat.Int8).Graph).Graph;

        var product = Assert.Single(quantised.Node, n => n.OpType == "MatMulInteger");
        var bytes = MemoryMarshal.Cast<byte, sbyte>(quantised.Initializer.First(t => t.Name == product.Input[1]).RawData.Span).ToArray();
        byte[] rows = [.. activations.Select(a => (byte)(128 + (a * 127 / 2)))];
        var expected = new float[4 * Columns];
        for (var r = 0; r < 4; r++)
        {
            for (var c = 0; c < Columns; c++)
            {
                sbyte[] column = [.. Enumerable.Range(0, Rows).Select(k => bytes[(k * Columns) + c])];
                var row = rows.AsSpan(r * Rows, Rows);
                Assert.Equal(SaturatingSums.Exact(row, column), SaturatingSums.Pairwise(row, column));
                var largest = Enumerable.Range(0, Rows).Max(k => MathF.Abs(weights[(k * Columns) + c]));
                expected[(r * Columns) + c] = (float)(column.Select((w, k) => (activations[(r * Rows) + k] > 0 ? 127 : -127) * (long)w).Sum() * (2.0 / 127) * (largest / 64.0));
            }
        }

        // The same product with weights to 127 does saturate, so the comparison above can fail.
        sbyte[] wide = [.. Enumerable.Range(0, Rows).Select(k => (sbyte)MathF.Round(weights[k * Columns] * 254))];
        Assert.NotEqual(SaturatingSums.Exact(rows.AsSpan(0, Rows), wide), SaturatingSums.Pairwise(rows.AsSpan(0, Rows), wide));

        var found = Run(StageQuantizer.Apply("stage", graph, WeightFormat.Int8).Graph, activations, Rows);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.InRange(MathF.Abs(found[i] - expected[i]), 0, 1e-4f * MathF.Max(1, MathF.Abs(expected[i])));
        }
    }

    [Theory]
    [InlineData(WeightFormat.Fp16, 0.001)]
    [InlineData(WeightFormat.Int8, 0.02)]
    [InlineData(WeightFormat.Int4, 0.13)]
    public void Apply_Product_IsAsCloseAsItsBits(WeightFormat format, double most)
    {
        var random = new Random(8);
        var (graph, activations) = (Product(Numbers(random, Rows * Columns)), Numbers(random, 5 * Rows));
        var expected = Run(graph, activations, Rows);
        Assert.InRange(Difference(expected, Run(StageQuantizer.Apply("stage", graph, format).Graph, activations, Rows)), 1e-7, most);
    }

    [Fact]
    public void Apply_Int4_MultipliesByTheUnpackedBlocks()
    {
        var random = new Random(9);
        var (weights, activations) = (Numbers(random, Rows * Columns), Numbers(random, 3 * Rows));
        var unpacked = FourBitBlocksTests.Unpack(FourBitBlocks.Of(new WeightMatrix("w", weights, Rows, Columns, false)), Rows, Columns);
        var quantised = StageQuantizer.Apply("stage", Product(weights), WeightFormat.Int4).Graph;
        // What is left is that activations are brought to 8 bits.
        Assert.InRange(Difference(Run(Product(unpacked), activations, Rows), Run(quantised, activations, Rows)), 0, 0.01);
        var node = Assert.Single(Parse(quantised).Graph.Node, n => n.OpType == "MatMulNBits");
        Assert.Equal(("com.microsoft", 4L, 32L, 4L), (node.Domain, Value(node, "bits"), Value(node, "block_size"), Value(node, "accuracy_level")));
    }

    [Theory]
    [InlineData(WeightFormat.Int8)]
    [InlineData(WeightFormat.Int4)]
    public void Apply_RowBesideAnyOthers_GivesTheSame(WeightFormat format)
    {
        var random = new Random(10);
        var quantised = StageQuantizer.Apply("stage", Product(Numbers(random, Rows * Columns)), format).Graph;
        var row = Numbers(random, Rows);
        float[] beside = [.. Numbers(random, Rows).Select(v => v * 1000), .. row, .. new float[Rows]];
        var together = Run(quantised, beside, Rows);
        Assert.Equal(Run(quantised, row, Rows), together[Columns..(2 * Columns)]);
        Assert.All(together[(2 * Columns)..], v => Assert.Equal(0, v));
    }

    [Theory]
    [InlineData(13)]
    [InlineData(18)]
    [InlineData(21)]
    public void Apply_OperatorSetsOfBothForms_Load(int opset)
    {
        var random = new Random(11);
        var (graph, activations) = (Product(Numbers(random, Rows * Columns), opset), Numbers(random, Rows));
        Assert.InRange(Difference(Run(graph, activations, Rows), Run(StageQuantizer.Apply("stage", graph, WeightFormat.Int8).Graph, activations, Rows)), 0, 0.02);
    }

    [Theory]
    [InlineData(WeightFormat.Int8)]
    [InlineData(WeightFormat.Int4)]
    public void Apply_GemmReadTransposed_KeepsItsOffset(WeightFormat format)
    {
        var random = new Random(12);
        var model = Model();
        var write = new NodeWriter(model.Graph, "t/");
        var (weights, offset) = (write.Floats(Numbers(random, Columns * Rows), [Columns, Rows]), write.Floats([.. Enumerable.Range(1, Columns).Select(i => (float)i)], [Columns]));
        var graph = Finish(model, write.Node("Gemm", ["x", weights, offset], GraphBuilder.Attribute("transB", 1)));
        var activations = Numbers(random, 3 * Rows);
        var result = StageQuantizer.Apply("stage", graph, format);
        Assert.Equal(1, result.Matrices);
        Assert.InRange(Difference(Run(graph, activations, Rows), Run(result.Graph, activations, Rows)), 0, 0.05);
    }

    [Theory]
    [InlineData(WeightForm.Float, true)]
    [InlineData(WeightForm.HalfStored, true)]
    [InlineData(WeightForm.Half, true)]
    [InlineData(WeightForm.DynamicInt8, false)]
    public void Apply_StageOfABert_LeavesNoLargeProductInFloat(WeightForm form, bool isQuantised)
    {
        var cut = TowerCutTests.Cut(SyntheticEncoder.Bert(2, form).Model, "last_hidden_state");
        var stage = cut.Stage(1, 2);
        var result = StageQuantizer.Apply("stage", stage, WeightFormat.Int8);
        var graph = Parse(result.Graph).Graph;
        Assert.Equal(isQuantised ? 6 : 0, result.Matrices);
        if (!isQuantised)
        {
            Assert.Equal(Parse(stage).Graph.Node.Count, graph.Node.Count);
            return;
        }

        Assert.Equal(6, graph.Node.Count(n => n.OpType == "MatMulInteger"));
        // Query, key and value read one quantised stream; the output, and both sides of the MLP, their own.
        Assert.Equal(4, graph.Node.Count(n => n.OpType == "ReduceMax"));
        var constants = graph.Initializer.ToDictionary(t => t.Name);
        foreach (var node in graph.Node.Where(n => n.OpType == "MatMulInteger"))
        {
            var weights = constants[node.Input[1]];
            Assert.Equal(ElementSizes.Int8, weights.DataType);
            Assert.All(weights.RawData.Select(b => (sbyte)b), w => Assert.InRange(w, -64, 64));
            Assert.Equal((ElementSizes.UInt8, (byte)128), (constants[node.Input[2]].DataType, constants[node.Input[2]].RawData[0]));
        }

        Assert.All(graph.Node.Where(n => n.OpType == "MatMul"), n => Assert.DoesNotContain(n.Input[1], constants.Keys));
        Assert.All(graph.Node.Where(n => n.OpType == "LayerNormalization"), n => Assert.Equal(form == WeightForm.Half ? ElementSizes.Half : ElementSizes.Float, constants[n.Input[1]].DataType));
    }

    [Fact]
    public void Apply_Convolution_IsStoredInHalfAndComputedInFloat()
    {
        var cut = TowerCutTests.Cut(SyntheticEncoder.ClipImage(2).Model, "image_embeds");
        var graph = Parse(StageQuantizer.Apply("stage", cut.Stage(0, 1), WeightFormat.Int4).Graph).Graph;
        var kernel = Assert.Single(graph.Node, n => n.OpType == "Conv").Input[1];
        var cast = Assert.Single(graph.Node, n => n.Output.Contains(kernel));
        Assert.Equal("Cast", cast.OpType);
        Assert.Equal(ElementSizes.Half, graph.Initializer.First(t => t.Name == cast.Input[0]).DataType);
    }

    [Fact]
    public void Apply_NumbersBeyondSixteenBits_StayInThirtyTwo()
    {
        var random = new Random(13);
        var weights = Numbers(random, Rows * Columns);
        weights[0] = 1e6f;
        Assert.All(Parse(StageQuantizer.Apply("stage", Product(weights), WeightFormat.Fp16).Graph).Graph.Initializer, t => Assert.Equal(ElementSizes.Float, t.DataType));
    }

    [Fact]
    public void Apply_DamagedBytes_AreRefusedOrLoaded()
    {
        var whole = Product(Numbers(new Random(14), Rows * Columns));
        var random = new Random(15);
        var refused = 0;
        for (var i = 0; i < 150; i++)
        {
            var damaged = (byte[])whole.Clone();
            // Structure lies before and behind the weights.
            for (var hit = 0; hit < 3; hit++)
            {
                var at = random.Next(200);
                damaged[at < 100 ? at : whole.Length - at + 99] = (byte)random.Next(256);
            }

            try
            {
                StageQuantizer.Apply("stage", damaged, i % 2 == 0 ? WeightFormat.Int8 : WeightFormat.Int4);
            }
            catch (SourceModelException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 50, 150);
    }

    private static byte[] Product(float[] weights, int opset = 17)
    {
        var model = Model(opset);
        var write = new NodeWriter(model.Graph, "t/");
        return Finish(model, write.MatMul("x", write.Floats(weights, [Rows, Columns])));
    }

    private static ModelProto Model(int opset = 17)
    {
        var model = new ModelProto { IrVersion = 8, Graph = new GraphProto { Name = "product" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        model.Graph.Input.Add(Slicer.Declare("x", ElementSizes.Float, [-1, Rows]));
        return model;
    }

    private static byte[] Finish(ModelProto model, string value)
    {
        model.Graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { "y" } });
        model.Graph.Output.Add(Slicer.Declare("y", ElementSizes.Float, [-1, Columns]));
        return model.ToByteArray();
    }

    private static float[] Run(byte[] graph, float[] rows, int width)
    {
        using var runner = new GraphRunner(graph);
        return runner.Run(("x", GraphRunner.Tensor(rows, rows.Length / width, width)));
    }

    private static long Value(NodeProto node, string name) => node.Attribute.First(a => a.Name == name).I;

    private static ModelProto Parse(byte[] graph) => ModelProto.Parser.ParseFrom(graph);

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    private static double Difference(float[] expected, float[] found) => TensorPrimitives.Distance(expected, found) / TensorPrimitives.Norm<float>(expected);
}
