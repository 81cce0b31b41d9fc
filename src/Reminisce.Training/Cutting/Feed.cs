using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Training.Cutting;

/// <summary>Made-up content for a tower, to run it on. Owns its tensors.</summary>
/// <remarks>Equal arguments make equal content. Not thread-safe.</remarks>
internal sealed class Feed : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values = new(StringComparer.Ordinal);

    private Feed(int batch, int[] lengths) => (Batch, Lengths) = (batch, lengths);

    public int Batch { get; }

    /// <summary>Gets the real tokens of each text; frames or nothing of meaning for other modalities.</summary>
    public int[] Lengths { get; }

    public IReadOnlyDictionary<string, OrtValue> Values => _values;

    /// <summary>Makes texts whose numbers follow the tokenizer's form: begin, words, end, padding.</summary>
    public static Feed Texts(int[] lengths, int tokens, TextForm form, int seed)
    {
        var random = new Random(seed);
        var feed = new Feed(lengths.Length, lengths);
        var ids = new long[lengths.Length * tokens];
        var mask = new long[ids.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            for (var t = 0; t < tokens; t++)
            {
                var at = (i * tokens) + t;
                mask[at] = t < lengths[i] ? 1 : 0;
                ids[at] = t >= lengths[i] ? form.Padding : t == 0 ? form.Begin : t == lengths[i] - 1 ? form.End : random.Next(form.FirstWord, form.Words);
            }
        }

        feed._values[TowerInput.InputIds] = Tensor(ids, lengths.Length, tokens);
        feed._values[TowerInput.AttentionMask] = Tensor(mask, lengths.Length, tokens);
        return feed;
    }

    /// <summary>Makes pictures or spectrograms of noise from -1 to 1.</summary>
    public static Feed Noise(string name, int batch, IReadOnlyList<long> shape, int seed)
    {
        var random = new Random(seed);
        var feed = new Feed(batch, [.. Enumerable.Repeat((int)shape[^1], batch)]);
        var values = new float[batch * shape.Aggregate(1L, (a, b) => checked(a * b))];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        feed._values[name] = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(), [batch, .. shape]);
        return feed;
    }

    /// <summary>Makes one text of the given token numbers, without padding.</summary>
    public static Feed Of(long[] ids)
    {
        var feed = new Feed(1, [ids.Length]);
        feed._values[TowerInput.InputIds] = Tensor(ids, 1, ids.Length);
        feed._values[TowerInput.AttentionMask] = Tensor([.. ids.Select(_ => 1L)], 1, ids.Length);
        return feed;
    }

    public void Dispose()
    {
        foreach (var value in _values.Values)
        {
            value.Dispose();
        }
    }

    private static OrtValue Tensor(long[] values, int rows, int columns) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(), [rows, columns]);
}
