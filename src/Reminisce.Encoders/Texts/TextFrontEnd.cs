using System.Buffers;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Cuts texts into tokens and orders them by length, so that batches carry little padding.</summary>
internal sealed class TextFrontEnd(ITextTokenizer tokenizer) : IFrontEnd
{
    public string Takes => "TextContent";

    public bool Accepts(AIContent content) => content is TextContent;

    public PreparedWave Prepare(IReadOnlyList<AIContent> items, IReadOnlyList<int> positions, CancellationToken cancellationToken)
    {
        var tokens = new List<(int Position, int[] Ids, bool Truncated)>(positions.Count);
        var failures = new List<KeyValuePair<int, Exception>>();
        foreach (var position in positions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var ids = tokenizer.Encode(((TextContent)items[position]).Text, out var truncated);
                tokens.Add((position, ids, truncated));
            }
            catch (TextException e)
            {
                failures.Add(new(position, e));
            }
        }

        // Ties go by position, so that equal calls make equal batches.
        tokens.Sort((a, b) => a.Ids.Length != b.Ids.Length ? b.Ids.Length.CompareTo(a.Ids.Length) : a.Position.CompareTo(b.Position));
        return new Wave([.. tokens.Select(t => t.Position)], failures, tokens, tokenizer.PaddingId);
    }

    public void Dispose()
    {
        // Nothing is kept between waves.
    }

    private sealed class Wave(int[] items, List<KeyValuePair<int, Exception>> failures, List<(int Position, int[] Ids, bool Truncated)> texts, int paddingId)
        : PreparedWave(items, failures)
    {
        private readonly List<(long[] Ids, OrtValue Input)> _inputs = [];

        public override int LengthOf(int position) => texts[position].Ids.Length;

        public override bool IsTruncated(int position) => texts[position].Truncated;

        public override OrtValue InputOf(int start, int count, int tokens)
        {
            var rented = ArrayPool<long>.Shared.Rent(count * tokens);
            var ids = rented.AsMemory(0, count * tokens);
            ids.Span.Fill(paddingId);
            for (var i = 0; i < count; i++)
            {
                var row = ids.Span[(i * tokens)..];
                var item = texts[start + i].Ids;
                for (var t = 0; t < item.Length; t++)
                {
                    row[t] = item[t];
                }
            }

            var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, ids, [count, tokens]);
            _inputs.Add((rented, input));
            return input;
        }

        public override void Dispose()
        {
            foreach (var (ids, input) in _inputs)
            {
                input.Dispose();
                ArrayPool<long>.Shared.Return(ids);
            }

            _inputs.Clear();
        }
    }
}
