using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;
using Reminisce.Training.Onnx;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Tests.Onnx;

public sealed class HeadGraphTests
{
    private static readonly TowerShape s_shape = new()
    {
        Tokens = 6, Content = 5, Growth = 2, Blocks = 1, Hidden = 8, Reduced = 4, ValueSize = 3, MatchSize = 2, Masked = true, Exits = [1],
    };

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Head_GraphEqualsManagedForwardPass_AndPaddingDoesNotCount(int lexical)
    {
        var random = new Random(1);
        var head = new Head(Matrix.Gaussian(s_shape.Width, 4, random), Matrix.Gaussian(1, 4, random).Data, lexical);
        using var runner = new GraphRunner(head.Build("head", s_shape, 1));
        var tokens = Matrix.Gaussian(1, 4 * s_shape.Width, random).Data;
        var embedding = runner.Run(("hidden", GraphRunner.Tensor(tokens, 1, 4, s_shape.Width)), ("attention_mask", GraphRunner.Tensor(new long[] { 1, 1, 1, 0 }, 1, 4)));

        var pooled = new Matrix(1, s_shape.Width);
        for (var i = 0; i < 3 * s_shape.Width; i++)
        {
            pooled[0, i % s_shape.Width] += tokens[i] / 3;
        }

        Moments.NormalizeRows(pooled);
        var expected = head.Apply(pooled).Data;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], embedding[i], 0.002f);
        }
    }

    [Fact]
    public void Predictor_LearnsWhatIsThere_AndGraphAgrees()
    {
        var random = new Random(2);
        var embeddings = Matrix.Gaussian(400, 6, random);
        var labels = Enumerable.Range(0, 400).Select(i => embeddings[i, 0] > 0.5 ? 2 : embeddings[i, 1] > 0 ? 1 : 0).ToArray();
        var model = PredictorModel.Fit(embeddings, labels, 3, new Random(3));
        var probabilities = model.Probabilities(embeddings);
        var right = Enumerable.Range(0, 400).Count(i => System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(probabilities.Row(i)) == labels[i]);
        Assert.InRange(right, 300, 400);

        using var runner = new GraphRunner(model.Build("predictor"));
        var logits = new Matrix(400, 3, runner.Run(("embedding", GraphRunner.Tensor(embeddings.Data, 400, 6))));
        for (var i = 0; i < 400; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.SoftMax(logits.Row(i), logits.Row(i));
            Assert.Equal(probabilities[i, 1], logits[i, 1], 0.01f);
        }
    }
}
