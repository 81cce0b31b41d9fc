namespace Reminisce.Evaluation;

/// <summary>The k best of the scores offered, best first.</summary>
internal sealed class TopScores(int k)
{
    private readonly float[] _scores = new float[k];
    private readonly int[] _slots = new int[k];
    private int _count;

    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, _count);

    public ReadOnlySpan<float> Scores => _scores.AsSpan(0, _count);

    public void Offer(int slot, float score)
    {
        if (_count == k && score <= _scores[k - 1])
        {
            return;
        }

        var place = _count < k ? _count++ : k - 1;
        for (; place > 0 && _scores[place - 1] < score; place--)
        {
            _scores[place] = _scores[place - 1];
            _slots[place] = _slots[place - 1];
        }

        (_scores[place], _slots[place]) = (score, slot);
    }
}
