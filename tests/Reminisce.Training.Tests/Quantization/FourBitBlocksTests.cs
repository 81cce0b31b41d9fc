using Reminisce.Training.Quantization;

namespace Reminisce.Training.Tests.Quantization;

public sealed class FourBitBlocksTests
{
    [Fact]
    public void Of_FewLevels_AreMetExactly()
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 64 * 5).Select(_ => random.Next(-3, 4) * 0.125f)];
        Assert.Equal(values, Unpack(FourBitBlocks.Of(new WeightMatrix("w", values, 64, 5, false)), 64, 5));
    }

    [Theory]
    [InlineData(32, 4)]
    [InlineData(45, 3)]
    [InlineData(7, 9)]
    public void Of_AnyMatrix_IsCloserThanTheStepOfItsLargestNumber(int rows, int columns)
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(_ => (random.NextSingle() * 2) - 1)];
        var found = Unpack(FourBitBlocks.Of(new WeightMatrix("w", values, rows, columns, false)), rows, columns);
        for (var c = 0; c < columns; c++)
        {
            for (var start = 0; start < rows; start += FourBitBlocks.Block)
            {
                var at = Enumerable.Range(start, Math.Min(FourBitBlocks.Block, rows - start)).Select(r => (r * columns) + c).ToList();
                var step = at.Max(i => MathF.Abs(values[i])) / 8;
                // Half a step at most, squared, for each number: what rounding to the largest number's grid may cost, its clipped end included.
                Assert.InRange(at.Sum(i => MathF.Pow(values[i] - found[i], 2)), 0, (at.Count * step * step / 4) + 1e-6f);
            }
        }
    }

    [Fact]
    public void Of_Zeros_IsZerosAndTheFillToo()
    {
        var blocks = FourBitBlocks.Of(new WeightMatrix("w", new float[40], 40, 1, false));
        Assert.Equal((2, 32), (blocks.Blocks, blocks.Packed.Length));
        Assert.All(blocks.Packed, b => Assert.Equal(0x88, b));
    }

    /// <summary>Reads the layout that MatMulNBits documents, written down apart from the code under test.</summary>
    internal static float[] Unpack(FourBitBlocks packed, int rows, int columns)
    {
        var values = new float[rows * columns];
        for (var c = 0; c < columns; c++)
        {
            for (var r = 0; r < rows; r++)
            {
                var block = (c * packed.Blocks) + (r / 32);
                var two = packed.Packed[(block * 16) + (r % 32 / 2)];
                values[(r * columns) + c] = ((r % 2 == 0 ? two & 15 : two >> 4) - 8) * packed.Scales[block];
            }
        }

        return values;
    }
}
