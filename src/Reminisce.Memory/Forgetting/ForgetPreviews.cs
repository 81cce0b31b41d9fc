using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>Keeps what was shown before forgetting, so that exactly that is forgotten and nothing else.</summary>
/// <remarks>Safe for concurrent calls.</remarks>
internal sealed class ForgetPreviews(TimeProvider clock)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Guid[] Ids, string Fingerprint, DateTimeOffset ExpiresAt)> _open = [];

    public ForgetPreview Create(IReadOnlyList<MemoryRecord> records, IReadOnlyList<MemoryItem> items)
    {
        var expires = clock.GetUtcNow() + s_lifetime;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        lock (_lock)
        {
            foreach (var old in _open.Where(p => p.Value.ExpiresAt <= clock.GetUtcNow()).Select(p => p.Key).ToArray())
            {
                _open.Remove(old);
            }

            _open[token] = ([.. records.Select(r => r.Key)], FingerprintOf(records), expires);
        }

        return new ForgetPreview(token, items, expires);
    }

    /// <summary>Reads the ids of a preview.</summary>
    /// <exception cref="ForgetTokenException">The token is unknown or has ended.</exception>
    public Guid[] Find(string token)
    {
        lock (_lock)
        {
            return _open.TryGetValue(token, out var preview) && clock.GetUtcNow() < preview.ExpiresAt
                ? preview.Ids
                : throw new ForgetTokenException("The token is unknown, was used, or has ended; ask for a new preview.");
        }
    }

    /// <summary>Uses a token up.</summary>
    /// <exception cref="ForgetTokenException">The token was used meanwhile, or the memories changed since the preview.</exception>
    public void Redeem(string token, IReadOnlyList<MemoryRecord> records)
    {
        lock (_lock)
        {
            if (!_open.Remove(token, out var preview) || preview.Fingerprint != FingerprintOf(records))
            {
                throw new ForgetTokenException("The memories changed since the preview; ask for a new one and look at it again.");
            }
        }
    }

    private static string FingerprintOf(IEnumerable<MemoryRecord> records) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(records.OrderBy(r => r.Key)))));
}
