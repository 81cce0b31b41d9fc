namespace Reminisce.Evaluation;

/// <summary>A question with the turns that hold its answer.</summary>
/// <param name="Text">The question.</param>
/// <param name="Category">1 several facts, 2 time, 3 inference, 4 one fact, 5 adversarial: about the wrong person, so that nothing answers it.</param>
/// <param name="Evidence">Places of the evidence turns among the turns of the dialogue.</param>
internal sealed record DialogueQuestion(string Text, int Category, IReadOnlySet<int> Evidence)
{
    public const int Adversarial = 5;
}
