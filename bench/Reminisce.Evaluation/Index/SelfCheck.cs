namespace Reminisce.Evaluation;

/// <summary>What must hold, or the suite's figures would mean nothing.</summary>
internal static class SelfCheck
{
    /// <exception cref="InvalidDataException">The store's exact path missed a row.</exception>
    public static void RequireExact(double recall, string rows)
        => Require(recall == 1, $"The store's exact search over {rows} has recall {recall} where only 1 can be right: the suite or the store is wrong.");

    /// <exception cref="InvalidDataException">Vectors are not the same when made again, or are not of length one.</exception>
    public static void RequireSameVectors(Dataset data)
    {
        var again = new float[data.Dimensions];
        foreach (var slot in (int[])[0, data.Rows / 2, data.Rows - 1])
        {
            data.Source.Row(data.Id(slot), again);
            Require(data.Span(slot).SequenceEqual(again), $"Row {slot} made twice from one seed is not the same.");
            Require(Math.Abs(System.Numerics.Tensors.TensorPrimitives.Norm<float>(again) - 1) < 1e-4, $"Row {slot} is not of length one.");
        }
    }

    /// <exception cref="InvalidDataException">The filter picks another number of rows than it should.</exception>
    public static async Task RequireWidthAsync(StoreUnderTest store, BucketRange range)
    {
        var count = await store.CountAsync(range);
        Require(count == range.Width, $"The filter of {range.Width} rows passes {count}.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new InvalidDataException(message);
        }
    }
}
