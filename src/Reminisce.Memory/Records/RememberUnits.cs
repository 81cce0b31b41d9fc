namespace Reminisce.Memory.Records;

/// <summary>Divides the inputs of a call into what is remembered together.</summary>
internal static class RememberUnits
{
    /// <summary>Makes batches of units; a unit is one input, or all inputs of one episode, by their positions.</summary>
    /// <param name="inputs">The inputs; <see langword="null"/> among them is a unit of its own.</param>
    /// <param name="size">How many inputs make a batch; more only where one episode has more.</param>
    public static IEnumerable<IReadOnlyList<int[]>> Batches(IReadOnlyList<MemoryInput> inputs, int size)
    {
        var batch = new List<int[]>();
        var count = 0;
        foreach (var unit in Units(inputs))
        {
            if (count > 0 && count + unit.Length > size)
            {
                yield return batch;
                (batch, count) = ([], 0);
            }

            batch.Add(unit);
            count += unit.Length;
        }

        if (count > 0)
        {
            yield return batch;
        }
    }

    private static IEnumerable<int[]> Units(IReadOnlyList<MemoryInput> inputs)
    {
        var episodes = Enumerable.Range(0, inputs.Count)
            .Where(i => !string.IsNullOrWhiteSpace(inputs[i]?.Episode))
            .GroupBy(i => inputs[i].Episode!, StringComparer.Ordinal)
            .ToDictionary(g => g.First(), g => g.ToArray());
        for (var i = 0; i < inputs.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(inputs[i]?.Episode))
            {
                yield return [i];
            }
            else if (episodes.TryGetValue(i, out var parts))
            {
                yield return parts;
            }
        }
    }
}
