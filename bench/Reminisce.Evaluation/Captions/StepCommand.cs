using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Healing;
using Reminisce.Training.Heads;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Evaluation;

/// <summary>What a step of healing costs beside running the same stage, on made-up states, turn by turn.</summary>
internal static class StepCommand
{
    public static Command Create()
    {
        var pack = new Option<string>("--pack") { Description = "Folder of the pack.", Required = true };
        var batch = new Option<int>("--batch") { Description = "Items of a batch.", DefaultValueFactory = _ => 32 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of both.", DefaultValueFactory = _ => 5 };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("step", "A training step of healing against the forward pass of the same stage, in one run.") { pack, batch, rounds, json };
        command.SetAction(async (given, cancellationToken) =>
        {
            var report = Run(ModelPack.Open(given.GetRequiredValue(pack)), given.GetValue(batch), given.GetValue(rounds), cancellationToken);
            Console.WriteLine(report.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
            if (given.GetValue(json) is { } file)
            {
                await File.WriteAllTextAsync(file, report.ToJsonString() + "\n", cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static JsonObject Run(ModelPack pack, int batch, int rounds, CancellationToken cancellationToken)
    {
        var tower = pack.Manifest.Towers.First(t => t.Modality == PackModality.Image);
        var stage = ModelProto.Parser.ParseFrom(pack.ReadFile(tower.Stages[1].File));
        var random = new Random(1);
        var features = Matrix.Gaussian(64, TowerTaps.FeaturesPerChannel * tower.Width, random);
        var head = new TrainableHead("head", ExitHead.From(new Ridge(Matrix.Gaussian(TowerTaps.FeaturesPerChannel * tower.Width, pack.Manifest.Dimensions, random), new float[pack.Manifest.Dimensions]), features, 256, random));
        var settings = new HealingSettings { Batch = batch };
        long[] shape = [batch, tower.MaxTokens, tower.Width];
        using var training = new GradientSession(HealingGraph.Write([stage], [head], shape, shape, settings, new NewWeights(1)).Differentiate(), threads: 1);
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var forward = new InferenceSession(stage.ToByteArray(), options);
        using var run = new RunOptions();
        var states = Matrix.Gaussian(batch * tower.MaxTokens, tower.Width, random).Data;
        using var input = GraphRunner.Tensor(states, shape);
        using var fine = GraphRunner.Tensor(Matrix.Gaussian(batch, pack.Manifest.Dimensions, random).Data, batch, pack.Manifest.Dimensions);
        using var queries = GraphRunner.Tensor(Matrix.Gaussian(settings.Candidates, pack.Manifest.Dimensions, random).Data, settings.Candidates, pack.Manifest.Dimensions);
        var data = new Dictionary<string, OrtValue> { [HealingGraph.Input] = input, [HealingGraph.Fine(0)] = fine, [HealingGraph.Queries(0)] = queries };
        var (steps, passes) = (new List<double>(), new List<double>());
        for (var round = -1; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            using (forward.Run(run, ["hidden"], [input], [forward.OutputNames[0]]))
            {
            }

            var pass = Stopwatch.GetElapsedTime(start).TotalSeconds;
            start = Stopwatch.GetTimestamp();
            training.Run(data);
            var step = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (round >= 0)
            {
                passes.Add(pass);
                steps.Add(step);
            }
        }

        return new JsonObject
        {
            ["batch"] = batch,
            ["rounds"] = rounds,
            ["forward_seconds"] = Math.Round(Samples.Median(passes), 4),
            ["step_seconds"] = Math.Round(Samples.Median(steps), 4),
            ["step_ratio"] = Figures.Ratio(Samples.Median(steps), Samples.Median(passes)),
            ["step_ratio_least"] = Figures.Ratio(steps.Min(), passes.Min()),
        };
    }
}
