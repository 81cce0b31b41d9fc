using System.Security.Cryptography;
using System.Text;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel;

/// <summary>Keeps recalled text from being stored as if it were new evidence.</summary>
/// <remarks>Thread-safe. Holds hashes of the last recalled texts only, whole and as they were cut for the model, so its size is bounded.</remarks>
internal sealed class RecalledTextGuard(int shownLength)
{
    private const int Capacity = 1024;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _order = new();

    /// <summary>Notes what was shown to a model.</summary>
    public void Note(IReadOnlyList<RecalledMemory> memories)
    {
        lock (_lock)
        {
            foreach (var item in memories.SelectMany(m => m.Parts.Prepend(m.Item)))
            {
                var text = item.Text;
                foreach (var hash in text.Length > shownLength ? [Hash(text), Hash(MemoryRenderer.Clean(text, shownLength))] : new[] { Hash(text) })
                {
                    if (_known.Add(hash))
                    {
                        _order.Enqueue(hash);
                    }
                }
            }

            while (_order.Count > Capacity)
            {
                _known.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Tells whether a text is a recalled one, or carries the marks of a rendering.</summary>
    public bool IsRecalled(string text)
    {
        if (text.Contains(MemoryRenderer.Mark, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        lock (_lock)
        {
            return _known.Contains(Hash(text));
        }
    }

    // A model copies what it was shown, and changes white space and case.
    private static string Hash(string text)
    {
        var words = MemoryRenderer.Clean(text, text.Length + 1).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', words).ToUpperInvariant())));
    }
}
