using Google.Protobuf;
using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Cutting;

public sealed class RefusalTests
{
    [Fact]
    public void Load_ExternalData_BringsTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        var whole = SyntheticEncoder.ClipImage();
        var weights = whole.Model.Graph.Initializer.ToDictionary(t => t.Name, t => t.RawData);
        var path = whole.SaveWithExternalData(folder.Path);
        Assert.InRange(new FileInfo(path).Length, 1, weights.Values.Sum(w => w.Length) / 2);
        var loaded = SourceModel.Load(path);
        Assert.All(loaded.Graph.Initializer, t => Assert.Equal(weights[t.Name], t.RawData));
        Assert.Equal(3, TowerCutTests.Cut(loaded, "image_embeds").Blocks.Depth);
    }

    [Fact]
    public void Load_ExternalDataMissing_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var path = SyntheticEncoder.ClipImage().SaveWithExternalData(folder.Path);
        File.Delete(folder.File("model.onnx_data"));
        Assert.Equal("model.onnx_data", Assert.Throws<SourceModelException>(() => SourceModel.Load(path)).File);
    }

    [Fact]
    public void Load_ExternalDataCutShort_SaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        var path = SyntheticEncoder.ClipImage().SaveWithExternalData(folder.Path);
        using (var data = new FileStream(folder.File("model.onnx_data"), FileMode.Open))
        {
            data.SetLength(data.Length - 1);
        }

        var e = Assert.Throws<SourceModelException>(() => SourceModel.Load(path));
        Assert.Contains("bytes from", e.Expected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/hostname")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Load_ExternalDataOutsideTheFolder_ReadsNothing(string location)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("inner"));
        File.WriteAllText(folder.File("outside"), new string('x', 100_000));
        var encoder = SyntheticEncoder.ClipImage();
        encoder.SaveWithExternalData(folder.File("inner"));
        encoder.Model.Graph.Initializer.First(t => t.ExternalData.Count > 0).ExternalData.First(e => e.Key == "location").Value = location;
        var path = encoder.Save(folder.File("inner"));
        Assert.Contains("outside of it", Assert.Throws<SourceModelException>(() => SourceModel.Load(path)).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CutShortAnywhere_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var whole = SyntheticEncoder.Bert(2).Model.ToByteArray();
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            // The declared operator sets come last, so no shorter file is whole.
            var length = random.Next(whole.Length - 1);
            Assert.Throws<SourceModelException>(() => SourceModel.Load(Write(folder, whole.AsSpan(0, length))));
        }
    }

    [Fact]
    public void Load_DamagedBytes_EitherLoadsOrIsRefused()
    {
        using var folder = new TemporaryFolder();
        var whole = SyntheticEncoder.Bert(2).Model.ToByteArray();
        var random = new Random(12);
        var refused = 0;
        for (var i = 0; i < 120; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (var hit = 0; hit < 8; hit++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                SourceModel.Load(Write(folder, damaged));
            }
            catch (SourceModelException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 10, 120);
    }

    [Fact]
    public void Load_OldOperatorSet_SaysWhichIsNeeded()
    {
        using var folder = new TemporaryFolder();
        var encoder = SyntheticEncoder.Bert(2);
        encoder.Model.OpsetImport[0].Version = 9;
        var e = Assert.Throws<SourceModelException>(() => SourceModel.Load(encoder.Save(folder.Path)));
        Assert.Contains("12 or newer", e.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WeightOfAnotherSize_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var encoder = SyntheticEncoder.Bert(2);
        encoder.Model.Graph.Initializer.First(t => t.Dims.Count == 2).Dims[0] = long.MaxValue / 2;
        Assert.Throws<SourceModelException>(() => SourceModel.Load(encoder.Save(folder.Path)));
    }

    [Fact]
    public void Find_ValueThatGoesPastTheBlocks_NamesTheNodesAtWhichTheCutsEnd()
    {
        var encoder = new SyntheticEncoder();
        var ids = encoder.Input("input_ids", 7, "batch", "sequence");
        var first = encoder.PreNormBlocks(encoder.Write.Add(encoder.Lookup(encoder.Table(SyntheticEncoder.Words, SyntheticEncoder.Width), ids), encoder.PositionRows(ids)), 1);
        var last = encoder.PreNormBlocks(first, 3);
        encoder.Output(encoder.Write.Add(last, first), "last_hidden_state", null, "batch", "sequence", SyntheticEncoder.Width);
        var e = Assert.Throws<SourceModelException>(() => TowerCutTests.Cut(encoder.Model, "last_hidden_state"));
        Assert.Contains(first, e.Found, StringComparison.Ordinal);
        Assert.Contains("goes past them", e.Found, StringComparison.Ordinal);
        Assert.Contains("3 attentions", e.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NoAttention_SaysWhatWasLookedFor()
    {
        var encoder = new SyntheticEncoder();
        var pixels = encoder.Input("pixel_values", 1, "batch", 3, 8, 8);
        encoder.Output(encoder.Write.Node("GlobalAveragePool", [pixels]), "last_hidden_state");
        Assert.Contains("Softmax", Assert.Throws<SourceModelException>(() => TowerCutTests.Cut(encoder.Model, "last_hidden_state")).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_MaskFromTokenNumbers_NamesTheNodeThatReadsThem()
    {
        var encoder = new SyntheticEncoder();
        var ids = encoder.Input("input_ids", 7, "batch", "sequence");
        var real = encoder.Write.Node("Cast", [encoder.Write.Node("Not", [encoder.Write.Node("Equal", [ids, encoder.Write.Vector(1)])])], GraphBuilder.Attribute("to", 7));
        var hidden = encoder.PreNormBlocks(encoder.Lookup(encoder.Table(SyntheticEncoder.Words, SyntheticEncoder.Width), ids), 2, encoder.MaskBias(real));
        encoder.Output(hidden, "last_hidden_state");
        var cut = TowerCutTests.Cut(encoder.Model, "last_hidden_state");
        var e = Assert.Throws<SourceModelException>(() => cut.Stage(1, 2));
        Assert.Contains("(Equal)", e.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_FixedBatch_IsRefused()
    {
        var encoder = new SyntheticEncoder();
        var pixels = encoder.Input("pixel_values", 1, 1, 3, 16, 16);
        var kernel = encoder.Write.Floats(new float[SyntheticEncoder.Width * 192], [SyntheticEncoder.Width, 3, 8, 8]);
        var patches = encoder.Write.Node("Conv", [pixels, kernel], GraphBuilder.Attribute("strides", [8, 8]));
        var tokens = encoder.Write.Node("Reshape", [patches, encoder.Write.Vector(1, 4, SyntheticEncoder.Width)]);
        encoder.Output(encoder.PreNormBlocks(tokens, 2), "last_hidden_state");
        Assert.Contains("batches", Assert.Throws<SourceModelException>(() => TowerCutTests.Cut(encoder.Model, "last_hidden_state")).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_UnknownInput_NamesItsReader()
    {
        var encoder = SyntheticEncoder.Ast();
        var other = encoder.Input("is_longer", 1, "batch", 6, SyntheticEncoder.Width);
        var output = encoder.Write.Add(other, encoder.Model.Graph.Output[0].Name);
        encoder.Output(output, "fused");
        var e = Assert.Throws<SourceModelException>(() => TowerCutTests.Cut(encoder.Model, "fused"));
        Assert.Contains("is_longer", e.Found, StringComparison.Ordinal);
        Assert.Contains("(Add)", e.Found, StringComparison.Ordinal);
    }

    private static string Write(TemporaryFolder folder, ReadOnlySpan<byte> content)
    {
        using var stream = new FileStream(folder.File("model.onnx"), FileMode.Create);
        stream.Write(content);
        return stream.Name;
    }
}
