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
        var tokens = new List<(int Position, int[] Ids)>(positions.Count);
        var failures = new List<KeyValuePair<int, Exception>>();
        foreach (var position in positions)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                tokens.Add((position, tokenizer.Encode(((TextContent)items[position]).Text)));
            }
            catch (TextException e)
            {
                failures.Add(new(position, e));
            }
        }

        // Ties go by position, so that equal calls make equal batches.
        tokens.Sort((a, b) => a.Ids.Length != b.Ids.Length ? b.Ids.Length.CompareTo(a.Ids.Length) : a.Position.CompareTo(b.Position));
        return new Wave([.. tokens.Select(t => t.Position)], failures, [.. tokens.Select(t => t.Ids)], tokenizer.PaddingId);
    }

    private sealed class Wave(int[] items, List<KeyValuePair<int, Exception>> failures, int[][] ids, int paddingId)
        : PreparedWave(items, failures)
    {
        private readonly List<long[]> _rented = [];

        public override int LengthOf(int position) => ids[position].Length;

        public override OrtValue CreateInput(int start, int count, int tokens)
        {
            var rented = ArrayPool<long>.Shared.Rent(count * tokens);
            _rented.Add(rented);
            var input = rented.AsMemory(0, count * tokens);
            input.Span.Fill(paddingId);
            for (var i = 0; i < count; i++)
            {
                var row = input.Span[(i * tokens)..];
                var item = ids[start + i];
                for (var t = 0; t < item.Length; t++)
                {
                    row[t] = item[t];
                }
            }

            return OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input, [count, tokens]);
        }

        public override void Dispose()
        {
            _rented.ForEach(r => ArrayPool<long>.Shared.Return(r));
            _rented.Clear();
        }
    }
}
