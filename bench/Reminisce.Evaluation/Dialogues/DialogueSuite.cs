using Reminisce.Memory;
using Reminisce.Memory.Recall;

namespace Reminisce.Evaluation;

/// <summary>Asks the questions of dialogues and looks where their evidence turns up.</summary>
internal sealed class DialogueSuite(IEarlyExitEncoder encoder, double vectorWeight, bool withAblation, bool timedOnly, TextWriter progress)
{
    private static readonly (string Name, RecallWeights Weights)[] s_ablations =
    [
        ("without meaning", new() { Meaning = 0 }),
        ("without people", new() { Person = 0 }),
        ("without neighbours", new() { Neighbour = 0 }),
        ("without word forms", new() { WordForms = false }),
        ("without times spoken of", new() { Mentions = false }),
        ("without strength", new() { Strength = 0 }),
        ("half of the words needed, also of two", new() { PairCoverageFloor = 1 }),
        ("answers only, nothing weaker beside them", new() { RelativeFloor = double.PositiveInfinity }),
    ];

    /// <summary>Measures one part; <paramref name="foreign"/> are questions that its dialogues cannot answer.</summary>
    public async Task<DialogueScore> RunAsync(IReadOnlyList<Dialogue> dialogues, IReadOnlyList<(string Text, string First, string Second)> foreign, CancellationToken cancellationToken)
    {
        var score = new DialogueScore();
        foreach (var dialogue in dialogues)
        {
            var folder = Directory.CreateTempSubdirectory("reminisce-dialogue-");
            try
            {
                await RunAsync(dialogue, folder.FullName, foreign, score, cancellationToken);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return score;
    }

    private async Task RunAsync(Dialogue dialogue, string folder, IReadOnlyList<(string Text, string First, string Second)> foreign, DialogueScore score, CancellationToken cancellationToken)
    {
        using var rivals = await RivalStore.CreateAsync(Path.Combine(folder, "rivals"), encoder, vectorWeight, dialogue.Turns.Select(turn => (turn.Text, $"{turn.Text}\n{turn.Speaker}")), cancellationToken);
        await using var memory = await DialogueMemory.CreateAsync(Path.Combine(folder, "memory"), encoder, dialogue, cancellationToken);
        await progress.WriteLineAsync($"{dialogue.Id}: {dialogue.Turns.Count} turns stored, {dialogue.Questions.Count} questions");
        foreach (var question in dialogue.Questions.Where(q => !timedOnly || (q.Category != DialogueQuestion.Adversarial && memory.HasTime(q.Text))))
        {
            var found = await memory.RecallAsync(question.Text, ignoreTime: false, cancellationToken);
            if (question.Category == DialogueQuestion.Adversarial)
            {
                var (asked, nothing, first, ten) = score.Adversarial;
                score.Adversarial = (
                    asked + 1, nothing + (found.Count == 0 ? 1 : 0), first + (found.Take(1).Any(question.Evidence.Contains) ? 1 : 0), ten + (found.Any(question.Evidence.Contains) ? 1 : 0));
                continue;
            }

            await AskAsync(question, found, rivals, memory, score, cancellationToken);
        }

        await AblateAsync(dialogue, memory, score, cancellationToken);
        foreach (var question in timedOnly ? [] : foreign.Select(dialogue.AboutItsSpeakers))
        {
            var found = await memory.RecallAsync(question, ignoreTime: true, cancellationToken);
            score.Foreign = (score.Foreign.Asked + 1, score.Foreign.Nothing + (found.Count == 0 ? 1 : 0));
        }

        await progress.WriteLineAsync($"{dialogue.Id}: product R@10 {score.Of("product").RecallAt10:0.000}, words {score.Of("words").RecallAt10:0.000} so far");
    }

    private static async Task AskAsync(
        DialogueQuestion question, IReadOnlyList<int> found, RivalStore rivals, DialogueMemory memory, DialogueScore score, CancellationToken cancellationToken)
    {
        var untimed = await memory.RecallAsync(question.Text, ignoreTime: true, cancellationToken);
        var words = await rivals.ByWordsAsync(question.Text, cancellationToken);
        score.Of("words").Add(words, question.Evidence);
        score.Of("vectors").Add(await rivals.ByVectorAsync(question.Text, cancellationToken), question.Evidence);
        score.Of("hybrid").Add(await rivals.HybridAsync(question.Text, cancellationToken), question.Evidence);
        score.Of("product").Add(found, question.Evidence);
        score.Unanswered += found.Count == 0 ? 1 : 0;
        score.Of("product_without_time").Add(untimed, question.Evidence);
        score.Of($"category {question.Category} words").Add(words, question.Evidence);
        score.Of($"category {question.Category} product").Add(found, question.Evidence);
        if (memory.HasTime(question.Text))
        {
            score.Of("timed words").Add(words, question.Evidence);
            score.Of("timed product").Add(found, question.Evidence);
            score.Of("timed product_without_time").Add(untimed, question.Evidence);
        }
    }

    private async Task AblateAsync(Dialogue dialogue, DialogueMemory memory, DialogueScore score, CancellationToken cancellationToken)
    {
        foreach (var (name, weights) in withAblation ? s_ablations : [])
        {
            var ablated = memory.With(weights);
            foreach (var question in dialogue.Questions.Where(q => q.Category != DialogueQuestion.Adversarial && (!timedOnly || memory.HasTime(q.Text))))
            {
                score.Of($"ablation {name}").Add(await memory.RecallAsync(ablated, question.Text, ignoreTime: false, cancellationToken), question.Evidence);
            }

            await progress.WriteLineAsync($"{dialogue.Id}: {name}");
        }
    }
}
