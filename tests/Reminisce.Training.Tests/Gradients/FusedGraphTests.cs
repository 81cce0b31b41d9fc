using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Tests.Learning;
using Xunit.Abstractions;

namespace Reminisce.Training.Tests.Gradients;

/// <summary>Whole encoders as ONNX Runtime's extended optimisation writes them: their gradients are those of the plain graph.</summary>
public sealed class FusedGraphTests(ITestOutputHelper output)
{
    private const int Set = 16;

    // ONNX Runtime fuses BERT's masked attention only where Unsqueeze has its axes as an attribute. Nothing that changed since is left in the graph then.
    private const int OldSet = 12;

    private readonly Random _random = new(3);

    [Fact]
    public void Build_OptimizedBert_HasTheGradientsOfThePlainOne()
    {
        var (plain, old) = (new PlainEncoder(Set), new PlainEncoder(OldSet));
        var loss = plain.Bert();
        var oldLoss = old.Bert();
        OrtValue Tokens(int from, int below) =>
            GraphRunner.Tensor(Enumerable.Range(0, PlainEncoder.Batch * PlainEncoder.Length).Select(_ => (long)_random.Next(from, below)).ToArray(), PlainEncoder.Batch, PlainEncoder.Length);
        var mask = GraphRunner.Tensor(new long[] { 1, 1, 1, 1, 1, 1, 1, 1, 0, 0 }, PlainEncoder.Batch, PlainEncoder.Length);
        Dictionary<string, OrtValue> data = new() { ["ids"] = Tokens(0, 9), ["types"] = Tokens(0, 2), ["mask"] = mask };

        var optimized = Optimize(old.Model, "com.microsoft.Attention", "com.microsoft.SkipLayerNormalization", "com.microsoft.BiasGelu");

        AssertSame(Gradients(plain.Model, loss, plain.Parameters, data), optimized, oldLoss, data);
    }

    [Fact]
    public void Build_OptimizedVit_HasTheGradientsOfThePlainOne()
    {
        var plain = new PlainEncoder(Set);
        var loss = plain.Vit();
        float[] pixels = [.. Enumerable.Range(0, PlainEncoder.Batch * 3 * 64).Select(_ => _random.NextSingle() - 0.5f)];
        Dictionary<string, OrtValue> data = new() { ["pixels"] = GraphRunner.Tensor(pixels, PlainEncoder.Batch, 3, 8, 8) };

        var optimized = Optimize(plain.Model, "com.microsoft.FusedMatMul", "com.microsoft.SkipLayerNormalization", "com.microsoft.BiasGelu");

        AssertSame(Gradients(plain.Model, loss, plain.Parameters, data), optimized, loss, data);
    }

    private void AssertSame(Dictionary<string, float[]> plain, ModelProto optimized, string loss, Dictionary<string, OrtValue> data)
    {
        // Weights that fusion joins, those of queries with keys and values, have a new name.
        var kept = optimized.Graph.Initializer.Select(t => t.Name).Intersect(plain.Keys).ToArray();
        output.WriteLine($"{kept.Length} of {plain.Count} parameters");
        Assert.InRange(kept.Length, plain.Count / 2, plain.Count);
        var fused = Gradients(optimized, loss, kept, data);
        foreach (var name in kept)
        {
            var tolerance = 1e-4f * Math.Max(1, plain[name].Max(MathF.Abs));
            Assert.Equal(plain[name].Length, fused[name].Length);
            Assert.All(plain[name].Zip(fused[name]), p => Assert.InRange(p.Second - p.First, -tolerance, tolerance));
        }
    }

    private ModelProto Optimize(ModelProto model, params string[] operators)
    {
        using var folder = new TemporaryFolder();
        using (var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED, OptimizedModelFilePath = folder.File("optimized") })
        {
            using var session = new InferenceSession(model.ToByteArray(), options);
        }

        var optimized = ModelProto.Parser.ParseFrom(File.ReadAllBytes(folder.File("optimized")));
        optimized.OpsetImport.Single(o => o.Domain.Length == 0).Version = Set;
        var made = optimized.Graph.Node.Select(OperatorGradients.NameOf).ToHashSet();
        output.WriteLine(string.Join(" ", made));
        Assert.Superset(operators.ToHashSet(), made);
        return optimized;
    }

    private static Dictionary<string, float[]> Gradients(ModelProto model, string loss, IReadOnlyList<string> parameters, Dictionary<string, OrtValue> data)
    {
        var shapes = data.ToDictionary(p => p.Key, p => p.Value.GetTensorTypeAndShape().Shape);
        using var session = new GradientSession(GradientGraph.Build(model, loss, parameters, shapes), threads: 1);
        session.Run(data);
        var all = session.Gradients.ToArray();
        var start = 0;
        return session.Parameters.ToDictionary(p => p.Name, p => all[start..(start += p.Initial.Length)]);
    }
}
