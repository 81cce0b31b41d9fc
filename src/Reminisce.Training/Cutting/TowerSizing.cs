namespace Reminisce.Training.Cutting;

/// <summary>Two sizes of content to run a tower on: what differs between the runs follows the batch or the number of tokens.</summary>
/// <param name="Input">The content input.</param>
/// <param name="Small">Shape of one item in the first run.</param>
/// <param name="Large">Shape of one item in the second run; the same where the size is fixed.</param>
/// <param name="Form">Token numbers of a text tower.</param>
internal sealed record TowerSizing(TowerInput Input, IReadOnlyList<long> Small, IReadOnlyList<long> Large, TextForm? Form)
{
    // Primes: a length of the graph that equals one of these by chance in both runs is no risk worth a rule.
    public const int SmallBatch = 2;
    public const int LargeBatch = 3;
    private const int SmallText = 7;
    private const int LargeText = 11;
    private const int SmallFrames = 100;
    private const int LargeFrames = 140;

    /// <summary>Chooses the sizes: those that the input declares, and for those it leaves open what the given files say.</summary>
    /// <param name="file">The model's file, for messages.</param>
    /// <param name="graph">The tower.</param>
    /// <param name="item">Shape of one item by the preprocessor, or <see langword="null"/>; lengths of text are not asked for.</param>
    /// <param name="form">Token numbers by the tokenizer, or <see langword="null"/> for guesses by the graph's table.</param>
    public static TowerSizing Choose(string file, TowerGraph graph, IReadOnlyList<long>? item, TextForm? form)
    {
        var input = graph.Input;
        var (small, large) = (new long[input.Shape.Count], new long[input.Shape.Count]);
        for (var i = 0; i < small.Length; i++)
        {
            var last = i == small.Length - 1;
            (small[i], large[i]) = (input.Shape[i], input.Modality) switch
            {
                ( > 0, _) => (input.Shape[i], input.Shape[i]),
                (_, TowerInput.Text) => (SmallText, LargeText),
                (_, TowerInput.Audio) when last => (SmallFrames, LargeFrames),
                _ when item is not null && i < item.Count => (item[i], item[i]),
                (_, TowerInput.Image) when i == 0 => (3, 3),
                _ => throw new SourceModelException(file, $"a size for every axis of {input.Name}, declared or in preprocessor_config.json", $"none for axis {i + 1}"),
            };
        }

        return new TowerSizing(input, small, large, input.Modality == TowerInput.Text ? form ?? Guess(graph) : null);
    }

    public bool IsFixed => Small.SequenceEqual(Large);

    public Feed CreateSmall(int seed) => Create(SmallBatch, Small, seed);

    public Feed CreateLarge(int seed) => Create(LargeBatch, Large, seed);

    /// <summary>Makes items of a size of the caller's; texts of a batch get shorter from one to the next.</summary>
    public Feed Create(int batch, IReadOnlyList<long> item, int seed) => Form is null
        ? Feed.Noise(Input.Name, batch, item, seed)
        : Feed.Texts([.. Enumerable.Range(0, batch).Select(i => Math.Max(3, (int)item[0] - (2 * i)))], (int)item[0], Form, seed);

    private static TextForm Guess(TowerGraph graph)
    {
        var words = 1 << 20;
        foreach (var node in graph.Nodes.Where(graph.IsLookup))
        {
            var table = node.OpType == "Gather" ? node.Input[0] : node.Input.ElementAtOrDefault(2) ?? "";
            while (graph.MakerOf(table) is { Input.Count: > 0 } maker)
            {
                table = maker.Input[0];
            }

            words = graph.Weights.TryGetValue(table, out var weight) && weight.Dims.Count >= 2 && ReadsIds(graph, node) ? (int)Math.Min(words, weight.Dims[0]) : words;
        }

        // Padding is most often 0 or 1, and the end of a text is the largest number where its place is looked for.
        return new TextForm(Math.Max(0, words - 2), words - 1, 0, Math.Min(2, words - 1), Math.Max(1, words - 2));
    }

    private static bool ReadsIds(TowerGraph graph, Onnx.Proto.NodeProto lookup)
    {
        var ids = lookup.OpType == "Gather" ? lookup.Input[1] : lookup.Input[0];
        while (graph.MakerOf(ids) is { OpType: "Cast" or "Identity" } maker)
        {
            ids = maker.Input[0];
        }

        return ids == TowerInput.InputIds;
    }
}
