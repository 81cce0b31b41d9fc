namespace Reminisce.VectorData.Tests.Usearch;

/// <summary>Notes with every combination that filters care about.</summary>
internal static class NoteSamples
{
    private static readonly string?[] s_texts = [null, "", "apple", "Apple pie", "100% \"sure\"", "a_b", "Käse", "'; DROP TABLE c1; --"];
    private static readonly string[]?[] s_tags = [null, [], ["red"], ["red", "blue"], ["green", "\"quoted\""]];

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(1));

    public static List<Note> Create(int count, int seed = 7)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(1, count).Select(i => Create(i, random))];
    }

    public static Note Create(int id, Random random) => new()
    {
        Id = id,
        Text = s_texts[random.Next(s_texts.Length)],
        Number = random.Next(-3, 6),
        Maybe = random.Next(4) == 0 ? null : random.Next(0, 4),
        Flag = random.Next(2) == 0,
        Weight = random.Next(0, 4) / 3.0,
        Price = random.Next(-200, 1200) / 100m,
        When = Start.AddHours(random.Next(0, 100)).ToOffset(TimeSpan.FromHours(random.Next(-5, 6))),
        Tags = s_tags[random.Next(s_tags.Length)],
        Small = (short)random.Next(0, 3),
        Vector = random.Next(10) == 0 ? null : (ReadOnlyMemory<float>?)Vector(random),
    };

    public static float[] Vector(Random random, int dimensions = 4)
        => [.. Enumerable.Range(0, dimensions).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
