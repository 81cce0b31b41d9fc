using CsCheck;
using Reminisce.Training.Quantization;

namespace Reminisce.Training.Tests.Quantization;

public sealed class ColumnBytesTests
{
    [Fact]
    public void Of_AnyMatrix_IsWithinHalfAStepOfIt() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 12]).SelectMany((rows, columns) => Gen.Float[-1000, 1000].Array[rows * columns].Select(v => (rows, columns, v))).Sample((rows, columns, values) =>
        {
            var bytes = ColumnBytes.Of(new WeightMatrix("w", values, rows, columns, false));
            for (var i = 0; i < values.Length; i++)
            {
                var scale = bytes.Scales[i % columns];
                Assert.InRange(MathF.Abs(values[i] - (bytes.Values[i] * scale)), 0, (scale / 2) + 1e-3f);
                Assert.InRange(bytes.Values[i], -ColumnBytes.Largest, ColumnBytes.Largest);
            }
        }, iter: 300);

    [Fact]
    public void Of_ZerosAndTinyNumbers_AreZeros()
    {
        var bytes = ColumnBytes.Of(new WeightMatrix("w", [0, 1e-38f, 0, 1e-38f], 2, 2, false));
        Assert.All(bytes.Values, v => Assert.Equal(0, v));
        Assert.All(bytes.Scales, s => Assert.True(float.IsNormal(s)));
    }

    [Fact]
    public void Of_AnyMatrix_NeverSaturatesWhateverTheActivations() =>
        Gen.Select(Gen.Byte.Array[64], Gen.Float[-1, 1].Array[64]).Sample((activations, weights) =>
        {
            var column = ColumnBytes.Of(new WeightMatrix("w", weights, 64, 1, false)).Values;
            Assert.Equal(SaturatingSums.Exact(activations, column), SaturatingSums.Pairwise(activations, column));
        }, iter: 500);

    [Theory]
    [InlineData(ColumnBytes.Largest, false)]
    [InlineData(ColumnBytes.Largest + 1, true)]
    [InlineData(127, true)]
    public void Largest_WorstActivations_IsTheLastThatFits(int weight, bool saturates)
    {
        byte[] activations = [255, 255];
        foreach (var sign in new[] { 1, -1 })
        {
            sbyte[] weights = [(sbyte)(sign * weight), (sbyte)(sign * weight)];
            Assert.Equal(saturates, SaturatingSums.Exact(activations, weights) != SaturatingSums.Pairwise(activations, weights));
        }
    }
}
