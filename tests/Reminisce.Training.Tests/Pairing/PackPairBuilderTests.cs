using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Tests.Healing;
using Reminisce.Training.Tests.Import;
using Reminisce.Training.Tests.Learning;

namespace Reminisce.Training.Tests.Pairing;

public sealed class PackPairBuilderTests
{
    [Fact]
    public async Task Build_PackOfPictures_CanBeAskedWithWords()
    {
        using var packs = new PairedPack();
        var before = ModelPack.Open(packs.Cut);

        var manifest = PackPairBuilder.Build(packs.Pairing(), TimeProvider.System);

        Assert.Equal(before.Fingerprint, ModelPack.Open(packs.Cut).Fingerprint);
        Assert.Equal(["image", "text"], manifest.Towers.Select(t => t.Name));
        foreach (var stage in manifest.Towers[0].Stages)
        {
            Assert.Equal(before.Manifest.Files[stage.File], manifest.Files[stage.File]);
        }

        Assert.Empty(PackSchemaTests.Faults(await File.ReadAllTextAsync(Path.Combine(packs.Words, "pack.json"))));
        Assert.All(manifest.QueryHeads, h => Assert.InRange(h.Calibration.Deviation, 1e-4, 1));
        Assert.All(manifest.QueryHeads, h => Assert.Equal(h.Target == "image" && h.Layer < 4, h.Calibration.Movement is not null));
        Assert.InRange(await FoundAsync(packs), 8, 20);
    }

    [Fact]
    public void Build_SameSeed_GivesTheSamePack()
    {
        using var packs = new PairedPack();
        var first = PackPairBuilder.Build(packs.Pairing(), TimeProvider.System);
        var options = packs.Pairing();
        options.OutputFolder = packs.File("again");
        Assert.Equal(first.ComputeFingerprint(), PackPairBuilder.Build(options, TimeProvider.System).ComputeFingerprint());
    }

    [Fact]
    public void Build_OneHead_GivesEveryExitThatOfTheFullDepth()
    {
        using var packs = new PairedPack();
        var options = packs.Pairing(epochs: 0);
        options.OneHead = true;
        var manifest = PackPairBuilder.Build(options, TimeProvider.System);
        Assert.Single(manifest.Towers[0].Exits.Select(e => manifest.Files[e.Head].Sha256).Distinct());
        Assert.Single(manifest.QueryHeads.Where(h => h.Tower == "text" && h.Target == "image").Select(h => manifest.Files[h.File].Sha256).Distinct());
    }

    [Fact]
    public void Build_IntoThePackItself_IsRefused()
    {
        using var packs = new PairedPack();
        var options = packs.Pairing();
        options.OutputFolder = packs.Cut + "/";
        var before = File.ReadAllText(Path.Combine(packs.Cut, "pack.json"));
        Assert.Contains("another folder", Assert.Throws<ArgumentException>(() => PackPairBuilder.Build(options, TimeProvider.System)).Message, StringComparison.Ordinal);
        options.OutputFolder = packs.Words;
        options.WorkFolder = Path.Combine(packs.Cut, "work");
        Assert.Throws<ArgumentException>(() => PackPairBuilder.Build(options, TimeProvider.System));
        Assert.Equal(before, File.ReadAllText(Path.Combine(packs.Cut, "pack.json")));
        Assert.False(Directory.Exists(options.WorkFolder));
    }

    [Fact]
    public void Build_PicturesThatAreAllAlike_AreRefused()
    {
        using var packs = new PairedPack();
        DrawnPictures.MakeAlike(packs.Data);
        var error = Assert.Throws<InvalidDataException>(() => PackPairBuilder.Build(packs.Pairing(), TimeProvider.System));
        Assert.Contains("pictures that differ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FewPictures_IsRefused()
    {
        using var packs = new PairedPack();
        DrawnPictures.Write(packs.File("few"), 20);
        var options = packs.Pairing();
        options.DataFolder = packs.File("few");
        Assert.Contains("20 pictures", Assert.Throws<InvalidDataException>(() => PackPairBuilder.Build(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_PackWithText_IsRefused()
    {
        using var packs = new PairedPack();
        PackPairBuilder.Build(packs.Pairing(epochs: 0), TimeProvider.System);
        var options = packs.Pairing();
        (options.PackFolder, options.OutputFolder) = (packs.Words, packs.File("twice"));
        Assert.Contains("image, text", Assert.Throws<ArgumentException>(() => PackPairBuilder.Build(options, TimeProvider.System)).Message, StringComparison.Ordinal);
    }

    // Of 20 captions, those whose color and shape the nearest of 20 pictures has; chance is 2.
    private static async Task<int> FoundAsync(PairedPack packs)
    {
        using var encoder = EarlyExitEncoder.Open(packs.Words);
        var pictures = Enumerable.Range(0, 20).Select(i => (AIContent)new DataContent(File.ReadAllBytes(Path.Combine(packs.Data, "images", $"{i}.png")), "image/png")).ToArray();
        var items = await encoder.EncodeAsync(pictures, new EncodingOptions { Policy = ExitPolicy.Full });
        var captions = File.ReadAllLines(Path.Combine(packs.Data, "captions.tsv")).Skip(1).Where((_, i) => i % 2 == 0).Take(20).Select(l => l.Split('\t')[3]).ToArray();
        var found = 0;
        for (var i = 0; i < captions.Length; i++)
        {
            var query = (await encoder.EncodeQueryAsync(new TextContent(captions[i]))).Find(items[0].Item!.Exit)!.Vector;
            var best = Enumerable.Range(0, 20).MaxBy(j => System.Numerics.Tensors.TensorPrimitives.Dot(query.Span, items[j].Item!.Vector.Span));
            found += best % 10 == i % 10 ? 1 : 0;
        }

        return found;
    }
}
