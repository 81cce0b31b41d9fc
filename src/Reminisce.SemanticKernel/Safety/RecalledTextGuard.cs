using System.Security.Cryptography;
using System.Text;
using Reminisce.Memory;

namespace Reminisce.SemanticKernel;

/// <summary>Keeps recalled text from being stored as if it were new evidence.</summary>
/// <remarks>Thread-safe. Holds hashes of the last recalled texts only, so its size is bounded.</remarks>
internal sealed class RecalledTextGuard
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
            foreach (var memory in memories)
            {
                var hash = Hash(memory.Item.Text);
                if (_known.Add(hash))
                {
                    _order.Enqueue(hash);
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

    // White space and case are what a model changes when it copies a text.
    private static string Hash(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', words).ToUpperInvariant())));
    }
}
