using System.Security.Cryptography;
using System.Text;

namespace Reminisce.Evaluation;

/// <summary>An activation store whose budget holds only a share of the items, chosen by a hash of their keys.</summary>
internal sealed class PartialActivations(IActivationStore inner, double share) : IActivationStore
{
    public ValueTask PutAsync(IReadOnlyList<KeyValuePair<string, Activation>> entries, CancellationToken cancellationToken = default) =>
        inner.PutAsync([.. entries.Where(e => IsKept(e.Key))], cancellationToken);

    public ValueTask<IReadOnlyDictionary<string, Activation>> GetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) =>
        inner.GetAsync([.. keys.Where(IsKept)], cancellationToken);

    public ValueTask RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default) => inner.RemoveAsync(keys, cancellationToken);

    public ValueTask<long> GetSizeAsync(CancellationToken cancellationToken = default) => inner.GetSizeAsync(cancellationToken);

    private bool IsKept(string key) => BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(key))) < share * uint.MaxValue;
}
