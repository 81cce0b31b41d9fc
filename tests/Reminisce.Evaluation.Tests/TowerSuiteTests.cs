using System.CommandLine;
using System.Text.Json.Nodes;
using Reminisce.Encoders.Tests;

namespace Reminisce.Evaluation.Tests;

/// <summary>The suites over one tower, run as the program runs them, on random packs and made-up data whose answers are known.</summary>
public sealed class TowerSuiteTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("reminisce-suites-");

    [Fact]
    public async Task Neighbours_EveryPictureTwice_SharesAllCaptionsWithItsTwinAtEveryExit()
    {
        using var pack = TestPack.Create();
        WritePictures(twins: 6);

        var report = await RunAsync("neighbours", pack.Folder);

        Assert.Equal(12, report["items"]!.GetValue<int>());
        var exits = report["exits"]!.AsArray();
        Assert.Equal(["image_exit_01", "image_exit_02", "image_exit_03", "image_full"], exits.Select(e => e!["exit"]!.GetValue<string>()));
        Assert.All(exits, e => Assert.Equal(1, e!["overlap"]!.GetValue<double>()));
        Assert.All(exits, e => Assert.Equal(1, e!["centred_overlap"]!.GetValue<double>()));
        Assert.InRange(report["random_pair"]!.GetValue<double>(), 0, 0.9);
    }

    [Fact]
    public async Task Sound_EveryClipInEveryFold_FindsItselfFirstAtEveryExit()
    {
        using var pack = SensePack.Create();
        WriteSounds(classes: 4, folds: 3);

        var report = await RunAsync("sound", pack.Folder);

        Assert.Equal(12, report["items"]!.GetValue<int>());
        Assert.Equal(4, report["exits"]!.AsArray().Count);
        Assert.All(report["exits"]!.AsArray().Append(report["log_mel"]), e => Assert.Equal(1, e!["r1"]!.GetValue<double>()));
        Assert.All(report["exits"]!.AsArray(), e => Assert.Equal(1, e!["map"]!.GetValue<double>()));
        Assert.InRange(report["chance"]!["map"]!.GetValue<double>(), 0.05, 0.95);
    }

    [Fact]
    public async Task Sound_OneFold_LeavesOutOtherFoldsAndFindsOwnCopiesButNoTakesOfOneRecording()
    {
        using var pack = SensePack.Create();
        WriteSounds(classes: 4, folds: 3, takes: 2);

        var report = await RunAsync("sound", pack.Folder, "--fold", "1");

        Assert.Equal(8, report["items"]!.GetValue<int>());
        var exits = report["exits"]!.AsArray();
        Assert.All(exits, e => Assert.Equal(0, e!["r1"]!.GetValue<double>()));
        Assert.All(exits, e => Assert.InRange(e!["own_mrr"]!.GetValue<double>(), 0.125, 1));
        Assert.Equal((1, 1), (report["own_r1"]!.GetValue<double>(), report["own_mrr"]!.GetValue<double>()));
        Assert.True(exits[0]!["own_mrr"]!.GetValue<double>() < 1);
        Assert.Null(report["log_mel"]!["own_r1"]);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("audio")]
    public async Task Encoder_Parts_GiveTheirFiguresAndNoOthers(string tower)
    {
        using var pictures = TestPack.Create();
        using var sounds = SensePack.Create();
        WritePictures(twins: 6);
        WriteSounds(classes: 4, folds: 3);

        var report = await RunAsync("encoder", tower == "image" ? pictures.Folder : sounds.Folder, "--tower", tower, "--items", "12", "--part", "chain", "--part", "resuming");

        var depth = report["depth_cost"]!.AsArray();
        Assert.Equal(4, depth.Count);
        Assert.Equal(1, depth[^1]!["cost_over_depth"]!.GetValue<double>());
        Assert.True(report["allocated_bytes_per_batch"]!.GetValue<double>() > 0);
        Assert.Equal(0.5, report["resume_depth_mean"]!.GetValue<double>(), 0.01);
        Assert.InRange(report["int8_cosine"]!.GetValue<double>(), 0.999, 1);
        Assert.InRange(report["int4_cosine"]!.GetValue<double>(), 0.95, report["int8_cosine"]!.GetValue<double>());
        Assert.True(report["resume_ratio"]!.GetValue<double>() > 0);

        // Nothing stands beside a pack that was there, and no other part ran.
        Assert.Null(report["chain_ratio"]);
        Assert.Null(report["bucketed_speedup"]);
        Assert.Null(report["resident_peak_mb"]);
        Assert.Null(report["int4_encode_gb_per_second"]);
    }

    [Fact]
    public async Task Encoder_Deciding_SpreadsItemsOverTheExits()
    {
        using var pack = TestPack.Create();
        WritePictures(twins: 6);

        var report = await RunAsync("encoder", pack.Folder, "--part", "deciding");

        Assert.True(report["bucketed_speedup"]!.GetValue<double>() > 0);
        Assert.InRange(report["deciding_depth_mean"]!.GetValue<double>(), 0.45, 0.8);
    }

    [SkippableFact]
    public async Task Encoder_Memory_MeasuresBothResidenciesInProcessesOfTheirOwn()
    {
        Skip.If(ProcessMemory.PeakMegabytes is null, "This system does not tell a process its peak memory.");
        using var pack = TestPack.Create();
        WritePictures(twins: 12);

        var report = await RunAsync("encoder", pack.Folder, "--items", "24", "--part", "memory");

        foreach (var suffix in new[] { "", "_undivided" })
        {
            var (resident, layerWise) = (report[$"resident_peak_mb{suffix}"]!.GetValue<double>(), report[$"layerwise_peak_mb{suffix}"]!.GetValue<double>());
            Assert.True(resident > 0 && layerWise > 0);
            Assert.Equal(layerWise / resident, report[$"layerwise_memory_ratio{suffix}"]!.GetValue<double>(), 0.001);
        }
    }

    [Fact]
    public async Task Quantised_EveryFormat_StandsBesideThePackAsItCame()
    {
        using var pack = TestPack.Create();
        WritePictures(twins: 6);

        var report = await RunAsync("quantised", pack.Folder, "--items", "12");

        var packs = report["packs"]!.AsArray();
        Assert.Equal(["as it came", "fp16", "int8", "int4"], packs.Select(p => p!["weights"]!.GetValue<string>()));
        Assert.Equal(1, packs[0]!["cosine"]!.GetValue<double>(), 1e-4);
        Assert.Equal((1, 1), (packs[0]!["same_nearest"]!.GetValue<double>(), packs[0]!["size_ratio"]!.GetValue<double>()));
        foreach (var smaller in packs.Skip(1))
        {
            Assert.InRange(smaller!["size_ratio"]!.GetValue<double>(), 0.05, 0.999);
            Assert.InRange(smaller["cosine"]!.GetValue<double>(), 0.9, 1.0001);
            Assert.True(smaller["throughput_ratio"]!.GetValue<double>() > 0);
            Assert.Equal(4, smaller["exits"]!.AsArray().Count);
        }

        // 16 bits lose least.
        Assert.True(packs[1]!["cosine"]!.GetValue<double>() > packs[3]!["cosine"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("neighbours", "--tower", "motion")]
    [InlineData("neighbours", "--tower", "audio")]
    public async Task Suite_TowerThatCannotBeMeasured_SaysSoAndFails(string suite, params string[] more)
    {
        using var pack = TestPack.Create();
        WritePictures(twins: 1);

        Assert.Equal(1, await InvokeAsync(suite, pack.Folder, more));
    }

    [Fact]
    public async Task Encoder_UnknownPart_IsRefused()
    {
        using var pack = TestPack.Create();

        Assert.NotEqual(0, await InvokeAsync("encoder", pack.Folder, "--part", "everything"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<JsonObject> RunAsync(string suite, string pack, params string[] more)
    {
        var json = Path.Combine(_folder.FullName, "report.json");
        Assert.Equal(0, await InvokeAsync(suite, pack, [.. more, "--json", json]));
        return JsonNode.Parse(await File.ReadAllTextAsync(json))!.AsObject();
    }

    private async Task<int> InvokeAsync(string suite, string pack, params string[] more)
    {
        var root = new RootCommand { TowerSuites.Encoder(), TowerSuites.Sound(), TowerSuites.Neighbours(), TowerSuites.Quantised() };
        return await root.Parse([suite, "--pack", pack, "--data", _folder.FullName, .. more]).InvokeAsync();
    }

    private void WritePictures(int twins)
    {
        var images = _folder.CreateSubdirectory("images");
        List<string> lines = ["image\tsplit\tcaption index\tcaption"];
        for (var i = 0; i < 2 * twins; i++)
        {
            File.WriteAllBytes(Path.Combine(images.FullName, $"{i}.png"), TestPictures.Encode(i / 2));
            lines.Add($"{i}.png\tdev\t0\tthing number{i / 2} seen");
        }

        File.WriteAllLines(Path.Combine(_folder.FullName, "captions.tsv"), lines);
    }

    private void WriteSounds(int classes, int folds, int takes = 1)
    {
        var wav = _folder.CreateSubdirectory("wav");
        List<string> lines = ["file\tclass\tfold"];
        for (var kind = 0; kind < classes; kind++)
        {
            for (var fold = 0; fold < folds; fold++)
            {
                for (var take = 0; take < takes; take++)
                {
                    var name = $"{kind}-{fold}-{take}.wav";
                    File.WriteAllBytes(Path.Combine(wav.FullName, name), TestSounds.Wav(TestSounds.Music(kind, 16000, 6400)));
                    lines.Add($"{name}\tclass{kind}\t{fold}");
                }
            }
        }

        File.WriteAllLines(Path.Combine(_folder.FullName, "sounds.tsv"), lines);
    }
}
