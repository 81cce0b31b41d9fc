using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Cutting;

/// <summary>Every shape of encoder that packs are made of, in every form in which weights are stored.</summary>
public sealed class EveryShapeTests
{
    private static readonly Dictionary<string, (Func<WeightForm, SyntheticEncoder> Make, string Output, int Depth)> s_shapes = new()
    {
        ["bert"] = (f => SyntheticEncoder.Bert(3, f), "last_hidden_state", 3),
        ["minilm"] = (f => SyntheticEncoder.MiniLm(3, f), "sentence_embedding", 3),
        ["roberta"] = (f => SyntheticEncoder.Roberta(3, f), "last_hidden_state", 3),
        ["clip-text"] = (f => SyntheticEncoder.ClipText(3, f), "text_embeds", 3),
        ["siglip-text"] = (f => SyntheticEncoder.SiglipText(3, f), "pooler_output", 3),
        ["vit"] = (f => SyntheticEncoder.Vit(f), "last_hidden_state", 3),
        ["deit"] = (f => SyntheticEncoder.Vit(f, firstTokens: 2), "last_hidden_state", 3),
        ["clip-image"] = (f => SyntheticEncoder.ClipImage(3, f), "image_embeds", 3),
        ["siglip-image"] = (f => SyntheticEncoder.SiglipImage(f), "pooler_output", 3),
        ["whisper"] = (f => SyntheticEncoder.Whisper(f), "last_hidden_state", 3),
        ["ast"] = (f => SyntheticEncoder.Ast(3, form: f), "last_hidden_state", 3),
        ["clap-audio"] = (f => SyntheticEncoder.ClapAudio(f), "audio_embeds", 3),
        ["imu"] = (f => SyntheticEncoder.Imu(f), "imu_embeds", 3),
    };

    public static TheoryData<string, WeightForm> All()
    {
        var data = new TheoryData<string, WeightForm>();
        foreach (var shape in s_shapes.Keys)
        {
            foreach (var form in new[] { WeightForm.Float, WeightForm.HalfStored, WeightForm.Half, WeightForm.Int8 })
            {
                data.Add(shape, form);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Find_EveryShapeAndForm_CutsAfterEveryBlockAndAgrees(string shape, WeightForm form)
    {
        var (make, output, depth) = s_shapes[shape];
        var cut = TowerCutTests.Cut(make(form).Model, output);
        Assert.Equal(depth, cut.Blocks.Depth);
        var stages = Enumerable.Range(1, depth).Select(b => (b, cut.Stage(b - 1, b))).ToList();
        var item = cut.Sizing.Form is null ? cut.Sizing.Small : [11];
        var agreement = CutCheck.Run(cut, stages, cut.Head(PoolingKind.FirstToken), PoolingKind.FirstToken, item);
        Assert.InRange(agreement.Worst, 0, cut.IsHalf ? CutCheck.HalfTolerance : CutCheck.Tolerance);
        Assert.Equal(shape == "siglip-text", agreement.PaddingMatters);
        Assert.All(stages.Skip(1), s => Assert.Equal("hidden", ModelProto.Parser.ParseFrom(s.Item2).Graph.Input[0].Name));
    }

    [Fact]
    public void Find_WhisperShape_LeavesTheFramesOpen()
    {
        var cut = TowerCutTests.Cut(SyntheticEncoder.Whisper().Model, "last_hidden_state");
        Assert.Equal((50L, 70L), (cut.Blocks.SmallTokens, cut.Blocks.LargeTokens));
    }

    [Fact]
    public void Find_WindowsThatMerge_NamesTheNodeWhereTheCutsEnd()
    {
        var e = Assert.Throws<SourceModelException>(() => TowerCutTests.Cut(SyntheticEncoder.Swin().Model, "last_hidden_state"));
        Assert.Contains("[batch, 16, 16]", e.Expected, StringComparison.Ordinal);
        Assert.Contains("[2, 4, 16] at the node '/layers.0/downsample/Add'", e.Found, StringComparison.Ordinal);
        Assert.Contains("where the cuts end", e.Found, StringComparison.Ordinal);
    }
}
