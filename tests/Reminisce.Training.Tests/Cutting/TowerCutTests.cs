using Google.Protobuf;
using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Cutting;

public sealed class TowerCutTests
{
    private static readonly TextForm s_form = new(2, SyntheticEncoder.Words - 1, 1, 3, SyntheticEncoder.Words - 1);

    [Theory]
    [InlineData(WeightForm.Float)]
    [InlineData(WeightForm.HalfStored)]
    [InlineData(WeightForm.Half)]
    [InlineData(WeightForm.Int8)]
    [InlineData(WeightForm.DynamicInt8)]
    public void Find_Bert_CutsAfterEveryBlock(WeightForm form)
    {
        var cut = Cut(SyntheticEncoder.Bert(4, form).Model, "last_hidden_state");
        Assert.Equal(4, cut.Blocks.Depth);
        Assert.Equal(SyntheticEncoder.Width, cut.Blocks.Width);
        Assert.Equal(SyntheticEncoder.Width, cut.Dimensions);
        // Quantising by the whole batch, padding included, lets padding change what real tokens become.
        Agrees(cut, PoolingKind.Mean, paddingMatters: form == WeightForm.DynamicInt8);
    }

    [Theory]
    [InlineData(PoolingKind.FirstToken)]
    [InlineData(PoolingKind.Mean)]
    [InlineData(PoolingKind.LastToken)]
    public void Find_RobertaShape_CountsPositionsInTheFirstStageOnly(PoolingKind pooling)
    {
        var cut = Cut(SyntheticEncoder.Roberta().Model, "last_hidden_state");
        Assert.Equal(3, cut.Blocks.Depth);
        Agrees(cut, pooling);
        Assert.DoesNotContain(Parse(cut.Stage(1, 2)).Graph.Input, i => i.Name == "input_ids");
    }

    [Fact]
    public void Find_ClipText_FindsTheLastTokenByTheMask()
    {
        var cut = Cut(SyntheticEncoder.ClipText().Model, "text_embeds");
        Assert.Equal(3, cut.Blocks.Depth);
        Assert.Equal(SyntheticEncoder.Dimensions, cut.Dimensions);
        Agrees(cut, PoolingKind.LastToken);
        var head = Parse(cut.Head(PoolingKind.LastToken)).Graph;
        Assert.Equal(["hidden", "attention_mask"], head.Input.Select(i => i.Name));
        Assert.DoesNotContain(head.Node, n => n.OpType == "ArgMax");
    }

    [Fact]
    public void Find_SiglipText_SaysThatPaddingMatters() =>
        Agrees(Cut(SyntheticEncoder.SiglipText().Model, "pooler_output"), PoolingKind.LastToken, paddingMatters: true);

    [Theory]
    [InlineData(WeightForm.Float)]
    [InlineData(WeightForm.HalfStored)]
    [InlineData(WeightForm.Half)]
    [InlineData(WeightForm.Int8)]
    public void Find_ClipImage_CutsAfterEveryBlock(WeightForm form)
    {
        var cut = Cut(SyntheticEncoder.ClipImage(3, form).Model, "image_embeds");
        Assert.Equal((3, 17L), (cut.Blocks.Depth, cut.Blocks.SmallTokens));
        Agrees(cut, PoolingKind.FirstToken);
    }

    [Theory]
    [InlineData("text", "text_embeds")]
    [InlineData("image", "image_embeds")]
    public void Find_BothSidesInOneFile_KeepsOnlyTheOneAskedFor(string modality, string output)
    {
        var model = SyntheticEncoder.Clip().Model;
        Assert.Equal(["text", "image"], TowerInput.Find("m", model.Graph).Select(i => i.Modality));
        var cut = Cut(model, output, modality);
        Assert.Equal(2, cut.Blocks.Depth);
        Agrees(cut, PoolingKind.Automatic);
        var kept = Parse(cut.Uncut([1, 2])).Graph.Initializer.Sum(t => t.RawData.Length);
        Assert.InRange(kept, 1, model.Graph.Initializer.Sum(t => t.RawData.Length) * 2 / 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Find_AstShape_CutsWhereTheStreamIsFloat(bool quantized)
    {
        var cut = Cut(SyntheticEncoder.Ast(quantized: quantized).Model, "last_hidden_state");
        Assert.Equal((3, 6L), (cut.Blocks.Depth, cut.Blocks.SmallTokens));
        Agrees(cut, PoolingKind.Mean);
    }

    [Fact]
    public void Find_FusedOperators_CutsTheStreamInsideThem()
    {
        var cut = Cut(SyntheticEncoder.FusedText().Model, "last_hidden_state");
        Assert.Equal(3, cut.Blocks.Depth);
        Agrees(cut, PoolingKind.Mean);
    }

    [Fact]
    public void Find_FusedEmbedding_HandsTheMaskItselfOn()
    {
        var cut = Cut(SyntheticEncoder.FusedBert().Model, "last_hidden_state");
        Assert.Equal(3, cut.Blocks.Depth);
        Agrees(cut, PoolingKind.Mean);
    }

    [Fact]
    public void Stage_AnyBlock_HoldsOnlyItsOwnWeightsAndKeepsTheOpset()
    {
        var model = SyntheticEncoder.ClipImage(4).Model;
        var cut = Cut(model, "image_embeds");
        var stages = Enumerable.Range(1, 4).Select(b => Parse(cut.Stage(b - 1, b))).ToList();
        Assert.All(stages, s => Assert.Equal((model.IrVersion, 17L), (s.IrVersion, s.OpsetImport[0].Version)));
        // Single numbers, which the blocks share, lie in several stages.
        var names = stages.SelectMany(s => s.Graph.Initializer.Where(t => t.RawData.Length > 16).Select(t => t.Name)).ToList();
        Assert.Equal(names.Distinct().Count(), names.Count);
        Assert.All(stages.Skip(1), s => Assert.Equal(["hidden"], s.Graph.Input.Select(i => i.Name)));
        Assert.All(stages, s => Assert.Equal(["hidden_out"], s.Graph.Output.Select(o => o.Name)));
        Assert.All(stages, s => Assert.Equal("batch", s.Graph.Output[0].Type.TensorType.Shape.Dim[0].DimParam));
        Assert.All(stages, s => Assert.Equal(17, s.Graph.Output[0].Type.TensorType.Shape.Dim[1].DimValue));
    }

    [Fact]
    public void Stage_TextBlock_TakesTheMask() =>
        Assert.Equal(["hidden", "attention_mask"], Parse(Cut(SyntheticEncoder.Bert().Model, "last_hidden_state").Stage(1, 3)).Graph.Input.Select(i => i.Name));

    internal static TowerCut Cut(ModelProto model, string output, string? modality = null)
    {
        var input = TowerInput.Find("model.onnx", model.Graph).First(i => modality is null || i.Modality == modality);
        var graph = TowerGraph.Create("model.onnx", model, input, output);
        return TowerCut.Find(graph, TowerSizing.Choose("model.onnx", graph, null, input.Modality == TowerInput.Text ? s_form : null));
    }

    private static ModelProto Parse(byte[] model) => ModelProto.Parser.ParseFrom(model);

    private static void Agrees(TowerCut cut, PoolingKind pooling, bool paddingMatters = false)
    {
        var stages = Enumerable.Range(1, cut.Blocks.Depth).Select(b => (b, cut.Stage(b - 1, b))).ToList();
        var item = cut.Sizing.Form is null ? cut.Sizing.Small : [11];
        var agreement = CutCheck.Run(cut, stages, cut.Head(pooling), pooling, item);
        Assert.InRange(agreement.Worst, 0, cut.IsHalf ? CutCheck.HalfTolerance : CutCheck.Tolerance);
        Assert.Equal(paddingMatters, agreement.PaddingMatters);
    }
}
